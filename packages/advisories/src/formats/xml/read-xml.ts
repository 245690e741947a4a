import { PlimsollError } from "@plimsoll/core";

/** What a reader of elements does with them; names come without prefixes. */
export interface XmlReader<Result> {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** All text of an element up to its end or its next child; at most `maxText` characters of it. */
  text(text: string): void;
  /** @returns what is complete with the end of this element */
  close(name: string): Result | undefined;
}

/** Real feeds nest some twenty elements; the longest description has some ten thousand characters. */
const maxDepth = 100;
const maxText = 8_192;
/** Bytes of one tag, comment or run of text: the parser keeps those whole. */
const maxTokenBytes = 4 * 1024 ** 2;
const options = { xmlns: false, position: false } as const;

/**
 * Reads XML as a stream. Document types are ignored, so that no entity is ever expanded beyond the
 * five of XML itself.
 *
 * @throws PlimsollError `MALFORMED` when it is not well-formed; `LIMIT_EXCEEDED` for elements that
 * are nested too deeply or too long
 */
export async function* readXml<Result>(
  chunks: AsyncIterable<Buffer>,
  reader: XmlReader<Result>,
): AsyncGenerator<Result> {
  // Only a build of shards needs it.
  // Of a module that is not ESM a bundle keeps the default alone.
  const { SaxesParser } = (await import("saxes")).default;
  const parser = new SaxesParser<typeof options>(options);
  let depth = 0;
  let sinceToken = 0;
  let ready: Result[] = [];
  parser.on("error", (error) => {
    throw new PlimsollError("MALFORMED", `The XML is not well-formed: ${error.message}`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    sinceToken = 0;
    depth += 1;
    if (depth > maxDepth) throw tooMuch(`more than ${maxDepth} elements within each other`);
    reader.open(localName(name), attributes);
  });
  parser.on("text", (text) => {
    sinceToken = 0;
    reader.text(text.length > maxText ? text.slice(0, maxText) : text);
  });
  parser.on("cdata", (text) => {
    sinceToken = 0;
    reader.text(text.length > maxText ? text.slice(0, maxText) : text);
  });
  parser.on("closetag", ({ name }) => {
    sinceToken = 0;
    depth -= 1;
    const result = reader.close(localName(name));
    if (result !== undefined) ready.push(result);
  });
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    sinceToken += chunk.length;
    if (sinceToken > maxTokenBytes) throw tooMuch(`${maxTokenBytes} bytes without an element`);
    parser.write(decoder.decode(chunk, { stream: true }));
    yield* ready;
    ready = [];
  }
  parser.write(decoder.decode());
  parser.close();
  yield* ready;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** How many different texts are kept once; later ones may be kept several times. */
const maxTexts = 200_000;

/**
 * Keeps texts on their own, and equal ones once. The parser cuts texts out of the pieces of the
 * file that it is given: kept as they are they would keep the whole file in memory.
 */
export class TextKeeper {
  readonly #texts = new Map<string, string>();

  keep(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = detach(text);
    if (this.#texts.size < maxTexts) this.#texts.set(own, own);
    return own;
  }
}

/** A copy; engines keep short texts as copies already. */
export function detach(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, "utf8").toString("utf8");
}

function tooMuch(limit: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `The XML holds ${limit}`, {
    action: "Check that this is an advisory feed.",
  });
}
