import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";
import { signPredicateType, statementTypes } from "./media-types.ts";
import { sortByKey } from "./simple-signing.ts";

/** Weaker ones are not what anything is known by. */
const strongDigests = ["sha256", "sha384", "sha512"] as const;

/** The parts of an in-toto Statement that are judged. */
export interface Statement {
  readonly predicateType: string;
  /** `sha256:<hex>`, and the same for SHA-384 and SHA-512, of every subject that has such digests. */
  readonly subjectDigests: readonly string[];
  readonly predicate: unknown;
}

/** The Statement by which cosign 3 signs an image. The same input gives the same bytes. */
export function formatSignStatement(
  digest: string,
  annotations: Readonly<Record<string, string>>,
): Buffer {
  const sorted = sortByKey(annotations);
  const subject = {
    digest: { sha256: digest.slice("sha256:".length) },
    ...(Object.keys(sorted).length > 0 && { annotations: sorted }),
  };
  const statement = {
    _type: statementTypes[0],
    subject: [subject],
    predicateType: signPredicateType,
    predicate: {},
  };
  return Buffer.from(JSON.stringify(statement));
}

/**
 * A Statement v1 about an image (in-toto attestation framework, spec/v1/statement.md). The same input
 * gives the same bytes.
 *
 * @param name of the image, without tag and digest
 */
export function formatStatement(
  name: string,
  digest: string,
  predicateType: string,
  predicate: unknown,
): Buffer {
  const statement = {
    _type: statementTypes[0],
    subject: [{ name, digest: { sha256: digest.slice("sha256:".length) } }],
    predicateType,
    predicate,
  };
  return Buffer.from(JSON.stringify(statement));
}

/**
 * Reads a Statement, v1 or v0.1 (in-toto attestation framework, spec/v1/statement.md).
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const { _type: type, subject, predicateType, predicate } = parseJsonObject(bytes);
  if (typeof type !== "string" || !statementTypes.includes(type)) {
    throw new PlimsollError("MALFORMED", "it is not an in-toto Statement of version 0.1 or 1");
  }
  if (typeof predicateType !== "string" || predicateType === "") {
    throw new PlimsollError("MALFORMED", "it has no predicateType");
  }
  if (!Array.isArray(subject) || subject.length === 0) {
    throw new PlimsollError("MALFORMED", "it has no subject");
  }
  const subjectDigests = subject.flatMap((entry: unknown) => {
    const digest = isJsonObject(entry) ? entry.digest : undefined;
    if (!isJsonObject(digest)) return [];
    return strongDigests.flatMap((algorithm) => {
      const hex = digest[algorithm];
      return typeof hex === "string" ? [`${algorithm}:${hex}`] : [];
    });
  });
  return { predicateType, subjectDigests, predicate };
}
