import type { FeedItem } from "../feeds/item.ts";
import type { RecordReading } from "../records/record.ts";
import { documentFormats } from "./formats.ts";
import { osvFormat } from "./osv/read-osv.ts";

/** Reads what was found in a feed, by the format that recognises it. */
export async function* readItem(item: FeedItem): AsyncGenerator<RecordReading> {
  if ("broken" in item) yield { kind: "broken", why: item.broken };
  else if ("format" in item) yield* item.format.read(item.chunks);
  else {
    const format = documentFormats.find((one) => one.recognises(item.value)) ?? osvFormat;
    yield* format.read(item.value, item.where);
  }
}
