import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import type { FileEntry, Inspector } from "../inspector.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import { FactStore } from "./fact-store.ts";
import { FileInspection } from "./file-inspection.ts";
import { HardLinks } from "./hard-links.ts";
import { IncompleteList } from "./incomplete-list.ts";
import { encodeRecord, PathPack } from "./layer-record.ts";
import type { WalkLimits } from "./limits.ts";
import { MissedReaders } from "./missed-readers.ts";
import { SecondLook } from "./second-look.ts";
import { SizePack } from "./size-pack.ts";

const nothing = Buffer.alloc(0);

/** Shows the entries of one layer to the inspectors, and keeps what they say. */
export class LayerCollector implements TarHandler {
  readonly #inspectors: readonly Inspector[];
  readonly #limits: WalkLimits;
  readonly #expand: (bytes: number) => void;
  readonly #incomplete: IncompleteList;
  readonly #paths = new PathPack();
  readonly #sizes = new SizePack();
  readonly #facts: FactStore;
  readonly #links = new HardLinks();
  readonly #missed = new MissedReaders();
  readonly #inspection: FileInspection;
  /** How many bytes each inspector wants of the current file; -1 for none. */
  readonly #wants: number[];
  #entryCount = 0;

  /** `layer` is the diffID; `expand` bounds what sparse files expand to. */
  constructor(
    inspectors: readonly Inspector[],
    limits: WalkLimits,
    layer: string,
    expand: (bytes: number) => void,
  ) {
    this.#inspectors = inspectors;
    this.#limits = limits;
    this.#expand = expand;
    this.#incomplete = new IncompleteList(limits.incomplete, layer);
    this.#facts = new FactStore(limits.factBytes);
    this.#inspection = new FileInspection(
      limits,
      this.#facts,
      this.#links,
      this.#missed,
      this.#incomplete,
    );
    this.#wants = inspectors.map(() => -1);
  }

  /** Said before the first entry: the content of files may be read in any order. */
  set canSeek(canSeek: boolean) {
    this.#inspection.readers.canSeek = canSeek;
  }

  /** True when something can only be known by looking at the layer once more. */
  get needsSecondLook(): boolean {
    return this.#links.areWanted || this.#missed.areWaiting;
  }

  /** Who hears about the layer when it is looked at again; asked for once for each look. */
  secondLook(): TarHandler {
    return new SecondLook(
      this.#inspectors,
      this.#inspection,
      this.#facts,
      this.#links,
      this.#missed,
      this.#expand,
    );
  }

  /** Gives up those who still wait for bytes that went by. */
  abandonMissed(): void {
    for (const { inspector, entry } of [...this.#missed.takeAll().values()].flat()) {
      const why = `${inspector.id}: its parts lie in an order that takes too many looks at the layer`;
      this.report("LIMIT_EXCEEDED", entry.path, why);
    }
  }

  entry(entry: FileEntry, dataOffset: number): number | undefined {
    const { path, type, size } = entry;
    this.#count(path, type === "directory");
    this.#sizes.add(type === "file" ? size : undefined);
    if (type === "hardlink") {
      this.#link(entry);
      return undefined;
    }
    const most = this.#askAll(entry);
    if (most < 0) return undefined;
    this.#inspection.begin(entry, dataOffset);
    if (type !== "file") {
      this.content(entry, nothing);
      return undefined;
    }
    if (most > 0) this.#links.remember(path, this.#wants);
    return this.#inspection.bound(entry, most);
  }

  content(entry: FileEntry, content: Buffer): number | undefined {
    for (let i = 0; i < this.#inspectors.length; i += 1) {
      const wanted = this.#wants[i]!;
      if (wanted < 0) continue;
      const owner = { inspector: this.#inspectors[i]!, entry, sequence: this.#entryCount };
      this.#inspection.inspect(owner, content, wanted);
    }
    return this.#inspection.readers.next;
  }

  piece(_entry: FileEntry, bytes: Buffer, offset: number): number | undefined {
    this.#inspection.readers.take(bytes, offset);
    return this.#inspection.readers.next;
  }

  problem(code: ErrorCode, path: string, why: string): void {
    this.#entryCount += 1;
    this.report(code, path, why);
    this.#boundEntries();
  }

  expand(bytes: number): void {
    this.#expand(bytes);
  }

  /** Adds to what could not be inspected. */
  report(code: ErrorCode, what: string, why: string): void {
    this.#incomplete.add(code, what, why);
  }

  /** The record so far, in the form that workers and the cache hand on. */
  encode(): Buffer {
    return encodeRecord({
      entryCount: this.#entryCount,
      paths: this.#paths.pack(),
      sizes: this.#sizes.pack(),
      facts: this.#facts.sorted(),
      incomplete: this.#incomplete.list(),
    });
  }

  #count(path: string, isDirectory: boolean): void {
    this.#entryCount += 1;
    this.#paths.add(path, isDirectory);
    this.#boundEntries();
    // Of two entries at one path the later is extracted over the earlier.
    this.#facts.replace(path, isDirectory, this.#entryCount);
    this.#links.forget(path);
    this.#missed.forget(path);
  }

  #boundEntries(): void {
    const { entries, pathsLength } = this.#limits;
    if (this.#entryCount > entries) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It has more than ${entries} entries`);
    }
    if (this.#paths.length > pathsLength) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `Its paths take more than ${pathsLength} characters`,
      );
    }
  }

  #askAll(entry: FileEntry): number {
    let most = -1;
    let i = 0;
    while (i < this.#inspectors.length) {
      // One `try` for many: this is asked of every entry.
      try {
        for (; i < this.#inspectors.length; i += 1) {
          const wanted = this.#inspectors[i]!.wants(entry) ?? -1;
          this.#wants[i] = wanted;
          if (wanted > most) most = wanted;
        }
      } catch (error) {
        this.#inspection.fail(this.#inspectors[i]!, entry.path, error);
        this.#wants[i] = -1;
        i += 1;
      }
    }
    return most;
  }

  #link(link: FileEntry): void {
    const target = this.#links.add(link, this.#entryCount);
    if (target === undefined) return;
    const sequence = this.#entryCount;
    for (const { inspector, json } of this.#facts.at(target)) {
      this.#facts.keep({ inspector, path: link.path, type: "hardlink", json, sequence });
    }
    const inspection = this.#inspection;
    for (const [i, inspector] of this.#inspectors.entries()) {
      if (this.#links.wasShown(target, i)) continue;
      const wanted = inspection.ask(inspector, link);
      if (wanted === 0 && !this.#facts.has(link.path, inspector.id)) {
        inspection.inspect({ inspector, entry: link, sequence }, nothing, 0);
      } else if (wanted > 0 || inspection.ask(inspector, this.#links.presumedFile(link)) >= 0) {
        this.#links.want(link, sequence);
      }
    }
  }
}
