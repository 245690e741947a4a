/**
 * Calls `visit` for every line of `text` with its bounds (line end excluded; LF and CRLF both end
 * a line) and its number, counted from 1, until `visit` returns false. Copies nothing.
 */
export function forEachLine(
  text: string,
  visit: (start: number, end: number, line: number) => boolean,
): void {
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const next = newline === -1 ? text.length : newline;
    const end = next > start && text.charCodeAt(next - 1) === 0x0d ? next - 1 : next;
    if (!visit(start, end, line)) return;
    start = next + 1;
  }
}

/** True when `text` holds nothing but spaces and tabs from `start` to `end`. */
export function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09) return false;
  }
  return true;
}
