/** A file with a zero byte among its first 8 KiB is no text: git decides by the same rule. */
const sniffBytes = 8 * 1024;

/** Bytes of a text in UTF-8 (or any other superset of ASCII); undefined for what is no text. */
export function textBytes(content: Buffer): Buffer | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) {
    return Buffer.from(content.subarray(2).toString("utf16le"));
  }
  return content.subarray(0, sniffBytes).includes(0) ? undefined : content;
}

/** Bytes of one line in front of a place that are counted as characters; from there on, as bytes. */
const longestLine = 1_000_000;

/** Tells lines and columns of places in a text. */
export class LineCounter {
  readonly #text: Buffer;
  #line = 1;
  #start = 0;

  constructor(text: Buffer) {
    this.#text = text;
  }

  /** Line and column, counted from 1, columns in UTF-16 units. Places must be asked for in order. */
  at(place: number): { line: number; column: number } {
    const text = this.#text;
    for (let end = text.indexOf(10, this.#start); end !== -1 && end < place; ) {
      this.#line += 1;
      this.#start = end + 1;
      end = text.indexOf(10, this.#start);
    }
    const length = place - this.#start;
    const column = length > longestLine ? length : text.toString("utf8", this.#start, place).length;
    return { line: this.#line, column: column + 1 };
  }
}
