import { PlimsollError } from "@plimsoll/core";

/** Four times what the largest public lockfiles have. */
const longestText = 16 * 1024 * 1024;

/** Verifies that a library's parser gets no text whose tree would fill the memory. */
export function verifyLength(text: string, path: string): void {
  if (text.length <= longestText) return;
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `The file has ${text.length} characters; at most ${longestText} are read`,
    { subject: path, action: "Look at the file: a real one is far smaller." },
  );
}
