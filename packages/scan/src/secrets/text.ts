/** A file with a zero byte among its first 8 KiB is no text: git decides by the same rule. */
const sniffBytes = 8 * 1024;

/** Bytes of a text in UTF-8 (or any other superset of ASCII); undefined for what is no text. */
export function textBytes(content: Buffer): Buffer | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) {
    return Buffer.from(content.subarray(2).toString("utf16le"));
  }
  return content.subarray(0, sniffBytes).includes(0) ? undefined : content;
}

/** Line and column of a place in a text, counted from 1; columns in UTF-16 units. */
export function positionOf(text: Buffer, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf(10); next !== -1 && next < at; next = text.indexOf(10, start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: text.toString("utf8", start, at).length + 1 };
}
