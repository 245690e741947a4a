import { PlimsollError } from "@plimsoll/core";

/**
 * Verifies that a library's parser gets no text that would fill the memory or take minutes.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` when the text has more characters than `longest`
 */
export function verifyLength(text: string, longest: number, path: string): void {
  if (text.length <= longest) return;
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `The file has ${text.length} characters; at most ${longest} are read`,
    { subject: path, action: "Look at the file: a real one is far smaller." },
  );
}
