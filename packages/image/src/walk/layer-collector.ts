import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import type { FileEntry, Inspector } from "../inspector.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import { FactStore } from "./fact-store.ts";
import { HardLinks } from "./hard-links.ts";
import { IncompleteList } from "./incomplete-list.ts";
import { encodeRecord, PathPack } from "./layer-record.ts";
import type { WalkLimits } from "./limits.ts";

const nothing = Buffer.alloc(0);

/** Shows the entries of one layer to the inspectors, and keeps what they say. */
export class LayerCollector implements TarHandler {
  readonly #inspectors: readonly Inspector[];
  readonly #limits: WalkLimits;
  readonly #expand: (bytes: number) => void;
  readonly #incomplete: IncompleteList;
  readonly #paths = new PathPack();
  readonly #facts: FactStore;
  readonly links = new HardLinks();
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
    this.#wants = inspectors.map(() => -1);
  }

  entry(entry: FileEntry): number | undefined {
    const { path, type } = entry;
    this.#count(path, type === "directory");
    if (type === "hardlink") {
      this.#link(entry);
      return undefined;
    }
    const most = this.#askAll(entry);
    if (most < 0) return undefined;
    if (type !== "file" || most === 0) {
      this.content(entry, nothing);
      return undefined;
    }
    this.links.remember(path, this.#wants);
    return this.#bound(entry, most);
  }

  content(entry: FileEntry, content: Buffer): void {
    for (let i = 0; i < this.#inspectors.length; i += 1) {
      const wanted = this.#wants[i]!;
      if (wanted < 0) continue;
      this.#inspect(this.#inspectors[i]!, entry, content, wanted, this.#entryCount);
    }
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
      facts: this.#facts.sorted(),
      incomplete: this.#incomplete.list(),
    });
  }

  /**
   * Hears about the targets of the hard links that are still wanted, on a second look at the
   * layer: an archive stores the content under its first name, which nobody may have wanted.
   */
  linkHandler(): TarHandler {
    let views: { view: FileEntry; sequence: number; wants: number[] }[] = [];
    return {
      entry: (target) => {
        const links = target.type === "file" ? this.links.wanted(target.path) : [];
        views = links.map(({ link, sequence }) => {
          const view: FileEntry = { ...link, type: "file", size: target.size };
          return { view, sequence, wants: this.#inspectors.map((it) => this.#ask(it, view)) };
        });
        const most = Math.max(-1, ...views.flatMap(({ wants }) => wants));
        return most < 0 ? undefined : this.#bound(target, most);
      },
      content: (_target, content) => {
        for (const { view, sequence, wants } of views) {
          this.#inspectors.forEach((inspector, i) => {
            if (wants[i]! < 0 || this.#facts.has(view.path, inspector.id)) return;
            this.#inspect(inspector, view, content, wants[i]!, sequence);
          });
        }
      },
      problem: () => {},
      expand: (bytes) => this.#expand(bytes),
    };
  }

  #count(path: string, isDirectory: boolean): void {
    this.#entryCount += 1;
    this.#paths.add(path, isDirectory);
    this.#boundEntries();
    // Of two entries at one path the later is extracted over the earlier.
    this.#facts.replace(path, isDirectory, this.#entryCount);
    this.links.forget(path);
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
    for (let i = 0; i < this.#inspectors.length; i += 1) {
      const wanted = this.#ask(this.#inspectors[i]!, entry);
      this.#wants[i] = wanted;
      if (wanted > most) most = wanted;
    }
    return most;
  }

  #link(link: FileEntry): void {
    const target = this.links.add(link, this.#entryCount);
    if (target === undefined) return;
    for (const { inspector, json } of this.#facts.at(target)) {
      this.#facts.keep({
        inspector,
        path: link.path,
        type: "hardlink",
        json,
        sequence: this.#entryCount,
      });
    }
    for (const [i, inspector] of this.#inspectors.entries()) {
      if (this.links.wasShown(target, i)) continue;
      const wanted = this.#ask(inspector, link);
      if (wanted === 0 && !this.#facts.has(link.path, inspector.id)) {
        this.#inspect(inspector, link, nothing, 0, this.#entryCount);
      } else if (wanted > 0 || this.#ask(inspector, this.links.presumedFile(link)) >= 0) {
        this.links.want(link, this.#entryCount);
      }
    }
  }

  #bound(entry: FileEntry, wanted: number): number {
    const { fileBytes } = this.#limits;
    if (Math.min(wanted, entry.size) <= fileBytes) return wanted;
    const why = `only its first ${fileBytes} of ${entry.size} bytes were inspected`;
    this.report("LIMIT_EXCEEDED", entry.path, why);
    return fileBytes;
  }

  #ask(inspector: Inspector, entry: FileEntry): number {
    try {
      return inspector.wants(entry) ?? -1;
    } catch (error) {
      this.#reportFault(inspector, entry.path, error);
      return -1;
    }
  }

  #inspect(
    inspector: Inspector,
    entry: FileEntry,
    content: Buffer,
    wanted: number,
    sequence: number,
  ): void {
    let json: string | undefined;
    try {
      const bytes = wanted < content.length ? content.subarray(0, wanted) : content;
      const fact = inspector.inspect(entry, bytes);
      json = fact === undefined ? undefined : JSON.stringify(fact);
    } catch (error) {
      this.#reportFault(inspector, entry.path, error);
    }
    if (json === undefined) return;
    const { path, type } = entry;
    this.#facts.keep({ inspector: inspector.id, path, type, json, sequence });
  }

  #reportFault(inspector: Inspector, path: string, error: unknown): void {
    const code = error instanceof PlimsollError ? error.code : "INTERNAL";
    const why = error instanceof Error ? error.message : String(error);
    this.report(code, path, `${inspector.id}: ${why}`);
  }
}
