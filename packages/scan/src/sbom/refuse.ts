import { PlimsollError } from "@plimsoll/core";

/** The error for a document that holds more than is read. */
export function tooLarge(what: string, most: number): PlimsollError {
  return new PlimsollError(
    "LIMIT_EXCEEDED",
    `The bill of materials has more than ${most} ${what}`,
    {
      action: "Look at the file: a real one has far fewer.",
    },
  );
}

/** The error for a document that is no bill of materials of a format that is read. */
export function notAnSbom(code: "MALFORMED" | "UNSUPPORTED", why: string): PlimsollError {
  return new PlimsollError(code, why, {
    action:
      "Give CycloneDX (JSON or XML), SPDX 2.2 or 2.3 (JSON or tag-value), SPDX 3.0 JSON-LD or Syft JSON.",
  });
}
