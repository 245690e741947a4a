import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "./read-text-file.ts";

/**
 * Reads a JSON file that a person named.
 *
 * @param what as errors name it: `The trusted root`
 * @param maxBytes more than that is refused
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `MALFORMED`
 */
export async function readJsonFile(path: string, what: string, maxBytes: number): Promise<unknown> {
  const text = await readTextFile(path, maxBytes).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
      throw new PlimsollError("NOT_FOUND", `${what} is not there`, { subject: path, cause });
    }
    throw toPlimsollError(cause, "READ_FAILED", `${what} could not be read`, { subject: path });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlimsollError("MALFORMED", `${what} is not JSON`, { subject: path, cause });
  }
}
