import type { FileEntry } from "../inspector.ts";
import type { WaitingReader } from "./file-readers.ts";

/** Readers that wanted bytes which had gone by: the layer is looked at again for them. */
export class MissedReaders {
  #byOffset = new Map<number, WaitingReader[]>();
  readonly #offsets = new Map<string, number>();

  get areWaiting(): boolean {
    return this.#byOffset.size > 0;
  }

  /** `dataOffset` tells the file from others of its name. */
  add(waiting: WaitingReader, { path }: FileEntry, dataOffset: number): void {
    const readers = this.#byOffset.get(dataOffset);
    if (readers) readers.push(waiting);
    else this.#byOffset.set(dataOffset, [waiting]);
    this.#offsets.set(path, dataOffset);
  }

  /** Another entry took the place of `path`: nobody needs its facts any more. */
  forget(path: string): void {
    const offset = this.#offsets.get(path);
    if (offset === undefined) return;
    this.#offsets.delete(path);
    this.#byOffset.delete(offset);
  }

  /** All readers by the offset of their files; they are no longer kept. */
  takeAll(): Map<number, WaitingReader[]> {
    const taken = this.#byOffset;
    this.#byOffset = new Map();
    return taken;
  }
}
