import { PlimsollError } from "@plimsoll/core";

/** The error for a file that is named like a lockfile, and is none. */
export function notALockfile(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", why, {
    subject: path,
    action: "Look at the file: its packages are missing from the inventory.",
    cause,
  });
}
