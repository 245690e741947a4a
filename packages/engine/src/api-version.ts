import { PlimsollError } from "@plimsoll/core";

// Docker Engine API, "Version history": the paths used here are alike from 1.24 on.
const oldest: readonly [number, number] = [1, 24];
const newest: readonly [number, number] = [1, 52];

/**
 * The API version to speak with an engine that offers `offered` (its `Api-Version` header): its
 * own, up to the newest that is known here; the oldest when it does not say.
 *
 * @throws PlimsollError `UNSUPPORTED` for an engine older than API 1.24 (Docker 1.12)
 */
export function chooseApiVersion(offered: string | undefined, subject: string): string {
  const match = /^(\d{1,3})\.(\d{1,4})$/.exec(offered ?? "");
  if (!match) return oldest.join(".");
  const version = [Number(match[1]), Number(match[2])] as const;
  if (isBefore(version, oldest)) {
    throw new PlimsollError(
      "UNSUPPORTED",
      `The engine speaks API ${version.join(".")}, which is too old`,
      {
        subject,
        action: "Use an engine with API 1.24 or later.",
      },
    );
  }
  return (isBefore(version, newest) ? version : newest).join(".");
}

function isBefore(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
