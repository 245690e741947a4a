import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";

/** What is stated about an image, and in which vocabulary. */
export interface Predicate {
  /** A URI. */
  readonly predicateType: string;
  readonly predicate: JsonObject;
}

const maxTypeCharacters = 500;

/**
 * A statement in a vocabulary of one's own.
 *
 * @param predicateType a URI
 * @throws PlimsollError `INVALID_ARGUMENT` when the type is no absolute URI or the content no JSON object
 */
export function customPredicate(predicateType: string, predicate: unknown): Predicate {
  if (predicateType.length > maxTypeCharacters || !URL.canParse(predicateType)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The type of a predicate is an absolute URI", {
      subject: predicateType.slice(0, 100),
      action: "Write a URI like https://acme.dev/attestation/review/v1.",
    });
  }
  if (!isJsonObject(predicate)) {
    throw new PlimsollError("INVALID_ARGUMENT", "A predicate is a JSON object", {
      subject: predicateType,
    });
  }
  return { predicateType, predicate };
}
