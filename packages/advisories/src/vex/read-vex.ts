import { PlimsollError } from "@plimsoll/core";
import { isObject, text } from "../records/fields.ts";
import { csafFormat } from "./csaf/read-csaf.ts";
import { cycloneDxFormat } from "./cyclonedx.ts";
import { openVexFormat } from "./openvex.ts";
import type { VexFormat, VexReading } from "./statement.ts";

const formats: readonly VexFormat[] = [openVexFormat, csafFormat, cycloneDxFormat];

/** Longest document that is read, in UTF-16 units; Red Hat's largest has a tenth of it. */
export const maxVexLength = 128 * 1024 * 1024;

/**
 * Reads a VEX document: OpenVEX, CSAF or CycloneDX, told apart by their content, also inside an
 * in-toto statement. A statement that cannot be applied is listed under `faults`.
 *
 * @param source names the document where it has no identifier of its own
 * @throws PlimsollError `MALFORMED` for what is no JSON, `UNSUPPORTED` for another document,
 * `LIMIT_EXCEEDED` for one of more than 128 Mi characters
 */
export function readVex(content: string, source: string): VexReading {
  if (content.length > maxVexLength) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The VEX document is too large", { subject: source });
  }
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new PlimsollError("MALFORMED", "The VEX document is not JSON", {
      subject: source,
      cause,
    });
  }
  return readVexDocument(value, source);
}

/**
 * Reads a VEX document that was parsed already, e.g. the predicate of an attestation.
 *
 * @throws PlimsollError `UNSUPPORTED` when it is none
 */
export function readVexDocument(value: unknown, source: string): VexReading {
  const document = withoutStatement(value);
  const format = formats.find((one) => isObject(document) && one.recognises(document));
  if (format !== undefined) return format.read(document as Record<string, unknown>, source);
  throw new PlimsollError("UNSUPPORTED", "It is not an OpenVEX, CSAF or CycloneDX VEX document", {
    subject: source,
    action: "Name VEX documents in JSON; a CycloneDX one has vulnerabilities.",
  });
}

/** An in-toto statement holds the document as its predicate. */
function withoutStatement(value: unknown): unknown {
  if (!isObject(value) || !text(value._type).startsWith("https://in-toto.io/Statement/")) {
    return value;
  }
  return value.predicate;
}
