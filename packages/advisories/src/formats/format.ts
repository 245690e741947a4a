import type { RecordReading } from "../records/record.ts";

/** A feed's own format whose documents are parsed as a whole: JSON or YAML. */
export interface DocumentFormat {
  /** The feed as findings name it, e.g. `alpine-secdb`. */
  readonly feed: string;
  /** Whether a parsed document is of this format, by what no other format has. */
  recognises(document: unknown): boolean;
  /**
   * What the document says. Never throws: what does not follow the format is `broken`.
   *
   * @param where it was found: a file's name may tell what the document does not
   */
  read(document: unknown, where?: string): Iterable<RecordReading>;
}

/** A feed's own format that is read as a stream: XML, or text in lines. */
export interface StreamFormat {
  readonly feed: string;
  /**
   * Whether a file is of this format.
   *
   * @param name of the file, without folders and without `.gz`
   * @param head its first 4 KiB, decompressed, as UTF-8
   */
  recognises(name: string, head: string): boolean;
  /** What the file says. A fault in one record is `broken`; only a fault of the file itself throws. */
  read(chunks: AsyncIterable<Buffer>): AsyncIterable<RecordReading>;
}
