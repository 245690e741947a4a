import type { RecordReading } from "../../records/record.ts";
import type { StreamFormat } from "../format.ts";
import { readXml } from "../xml/read-xml.ts";
import { DefinitionReader } from "./definition-reader.ts";
import { toReadings } from "./to-record.ts";

/**
 * OVAL 5 definitions of Red Hat, SUSE, Oracle, Microsoft (Azure Linux) and Ubuntu. They are not
 * evaluated as OVAL is: what they say about packages is taken out of their criteria.
 */
export const ovalFormat: StreamFormat = {
  feed: "oval",
  recognises: (_, head) => /<(?:[\w-]+:)?oval_definitions[\s>]/.test(head),
  read: readOval,
};

async function* readOval(chunks: AsyncIterable<Buffer>): AsyncGenerator<RecordReading> {
  const reader = new DefinitionReader();
  // Nothing is complete before the end of the file.
  for await (const _ of readXml(chunks, reader));
  for (const definition of reader.definitions) yield* toReadings(definition);
}
