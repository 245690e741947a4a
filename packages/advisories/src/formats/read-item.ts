import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { FeedItem } from "../feeds/item.ts";
import { isObject } from "../records/fields.ts";
import type { RecordReading } from "../records/record.ts";
import type { StreamFormat } from "./format.ts";
import { documentFormats } from "./formats.ts";
import { osvFormat } from "./osv/read-osv.ts";

/**
 * Reads what was found in a feed, by the format that recognises it.
 *
 * @throws PlimsollError when a file that a format reads itself cannot be read to its end
 */
export async function* readItem(item: FeedItem): AsyncGenerator<RecordReading> {
  if ("broken" in item) yield { kind: "broken", why: item.broken };
  else if ("format" in item) yield* readStream(item.format, item.chunks, item.where);
  else {
    const document = unwrap(item.value);
    const format = documentFormats.find((one) => one.recognises(document)) ?? osvFormat;
    yield* format.read(document, item.where);
  }
}

/** Files of a repository are passed on as JSON lines too: `{ path, advisory }`. */
function unwrap(value: unknown): unknown {
  const isWrapped = isObject(value) && typeof value.path === "string" && isObject(value.advisory);
  return isWrapped ? value.advisory : value;
}

async function* readStream(
  format: StreamFormat,
  chunks: AsyncIterable<Buffer>,
  subject: string,
): AsyncGenerator<RecordReading> {
  try {
    yield* format.read(chunks);
  } catch (error) {
    const { code, message, action } = toPlimsollError(error, "MALFORMED", "It could not be read");
    throw new PlimsollError(code, message, { subject, action, cause: error });
  }
}
