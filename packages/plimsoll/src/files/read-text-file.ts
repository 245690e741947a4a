import { PlimsollError } from "@plimsoll/core";
import { readBoundedFile } from "./read-bounded-file.ts";

/**
 * Reads a text file that a person named.
 *
 * @param maxBytes more than that is refused
 * @throws PlimsollError `LIMIT_EXCEEDED` for more bytes, `MALFORMED` for a file with zero bytes in it;
 *   the system's own error when it cannot be opened or read
 */
export async function readTextFile(path: string, maxBytes: number): Promise<string> {
  const bytes = await readBoundedFile(path, maxBytes, (chunk) => {
    if (!chunk.includes(0)) return;
    throw new PlimsollError("MALFORMED", "this is no text file, it holds zero bytes", {
      subject: path,
    });
  });
  return bytes.toString("utf8");
}
