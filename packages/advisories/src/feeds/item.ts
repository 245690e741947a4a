import type { StreamFormat } from "../formats/format.ts";

/** One document of a feed as it was read, or why it could not be. */
export type FeedItem =
  | { readonly where: string; readonly value: unknown }
  | { readonly where: string; readonly broken: string }
  /** A file that a format reads itself, to be used up before the next item is asked for. */
  | {
      readonly where: string;
      readonly format: StreamFormat;
      readonly chunks: AsyncIterable<Buffer>;
    };

/** Parses one record or, for a file that holds a list, all of them. */
export function* parseItems(text: string, where: string): Generator<FeedItem> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    yield { where, broken: error instanceof Error ? error.message : String(error) };
    return;
  }
  yield* expandItems(value, where);
}

/** A list of records is many, anything else one. */
export function* expandItems(value: unknown, where: string): Generator<FeedItem> {
  if (!Array.isArray(value)) {
    yield { where, value };
    return;
  }
  for (const [index, item] of value.entries()) {
    yield { where: `${where}[${index}]`, value: item };
  }
}
