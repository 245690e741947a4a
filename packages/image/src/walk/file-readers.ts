import type { FactReader, FileEntry, FileRange, Inspector } from "../inspector.ts";

/** Who reads a file, and which entry of the layer the fact will be of. */
export interface ReaderOwner {
  readonly inspector: Inspector;
  /** The file as the inspector sees it: by the name of a hard link, perhaps. */
  readonly entry: FileEntry;
  readonly sequence: number;
}

/** A reader that waits for a range of its file. */
export interface WaitingReader extends ReaderOwner {
  readonly reader: FactReader;
  readonly range: Required<FileRange>;
  /** What has come of the range, where it comes in more than one piece. */
  buffer?: Buffer;
  filled: number;
}

/** What becomes of the readers of one file. */
export interface ReaderEvents {
  /** A reader ended with its fact. */
  found(owner: ReaderOwner, fact: unknown): void;
  /** A reader threw. */
  failed(owner: ReaderOwner, error: unknown): void;
  /** A reader wants bytes that went by, and its file cannot be read backwards. */
  missed(waiting: WaitingReader): void;
}

interface Piece {
  bytes: Buffer;
  /** Of its first byte in the file. */
  offset: number;
}

const nothing = Buffer.alloc(0);

/** Serves ranges of one file at a time to those who read it, piece by piece as the file goes by. */
export class FileReaders {
  /** True where pieces may come in any order. */
  canSeek = false;
  readonly #events: ReaderEvents;
  readonly #limitBytes: number;
  #waiting: WaitingReader[] = [];
  /** How much of the file went by. */
  #position = 0;

  /** `limitBytes` bounds what one range may need at once. */
  constructor(events: ReaderEvents, limitBytes: number) {
    this.#events = events;
    this.#limitBytes = limitBytes;
  }

  /** Begins another file, of which nothing went by. */
  begin(): void {
    this.#waiting = [];
    this.#position = 0;
  }

  /** Begins a reader; `leading` are the first bytes of its file, which are at hand. */
  start(owner: ReaderOwner, reader: FactReader, leading: Buffer): void {
    this.#position = leading.length;
    this.#run(owner, reader, nothing, { bytes: leading, offset: 0 });
  }

  /** Goes on with a reader that missed its range when the file went by before. */
  resume(waiting: WaitingReader, leading: Buffer): void {
    this.#position = leading.length;
    const piece = { bytes: leading, offset: 0 };
    const given = serve(waiting, piece);
    if (given) this.#run(waiting, waiting.reader, given, piece);
    else this.#park(waiting);
  }

  /** Offset of the next byte that somebody wants; `undefined` for none. */
  get next(): number | undefined {
    let next: number | undefined;
    for (const { range, filled } of this.#waiting) {
      const at = range.offset + filled;
      if (next === undefined || at < next) next = at;
    }
    return next;
  }

  /** Serves the bytes of the file from `offset` on; none when it ended before its size. */
  take(bytes: Buffer, offset: number): void {
    this.#position = offset + bytes.length;
    const piece = { bytes, offset };
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      const isOver = bytes.length === 0;
      const given = isOver ? (one.buffer ?? nothing).subarray(0, one.filled) : serve(one, piece);
      if (given) this.#run(one, one.reader, given, piece);
      else this.#waiting.push(one);
    }
  }

  #run(owner: ReaderOwner, reader: FactReader, first: Buffer, piece: Piece): void {
    const { inspector, entry, sequence } = owner;
    for (let given: Buffer | undefined = first; given; ) {
      const step = this.#step(owner, reader, given);
      if (step?.done) this.#events.found(owner, step.value);
      if (step === undefined || step.done) return;
      const range = this.#bound(owner, step.value);
      const waiting = { inspector, entry, sequence, reader, range, filled: 0 };
      given = range.least === 0 ? nothing : serve(waiting, piece);
      if (given === undefined) this.#park(waiting);
    }
  }

  #step(owner: ReaderOwner, reader: FactReader, given: Buffer) {
    try {
      return reader.next(given);
    } catch (error) {
      this.#events.failed(owner, error);
      return undefined;
    }
  }

  #park(waiting: WaitingReader): void {
    const { range, filled } = waiting;
    const isToCome = range.offset + filled >= this.#position;
    if (isToCome || this.canSeek) this.#waiting.push(waiting);
    else this.#events.missed(waiting);
  }

  #bound({ entry }: ReaderOwner, { offset, least, most }: FileRange): Required<FileRange> {
    const rest = Math.max(0, entry.size - offset);
    const needed = Math.min(Math.max(1, least), rest, this.#limitBytes);
    return { offset, least: needed, most: Math.min(Math.max(most ?? 0, needed), rest) };
  }
}

/** The range, once the piece completes it; bytes that it only begins with are kept. */
function serve(waiting: WaitingReader, { bytes, offset }: Piece): Buffer | undefined {
  const { range, filled } = waiting;
  const at = range.offset + filled - offset;
  const rest = bytes.length - at;
  if (at < 0 || rest <= 0) return undefined;
  if (filled === 0 && rest >= range.least) {
    return bytes.subarray(at, at + Math.min(rest, range.most));
  }
  waiting.buffer ??= Buffer.allocUnsafeSlow(range.least);
  waiting.filled += bytes.copy(waiting.buffer, filled, at, at + range.least - filled);
  return waiting.filled === range.least ? waiting.buffer : undefined;
}
