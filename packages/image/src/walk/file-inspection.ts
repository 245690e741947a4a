import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import type { FactReader, FileEntry, Inspector } from "../inspector.ts";
import type { FactStore, KeptFact } from "./fact-store.ts";
import { FileReaders, type ReaderOwner } from "./file-readers.ts";
import type { HardLinks } from "./hard-links.ts";
import type { IncompleteList } from "./incomplete-list.ts";
import type { WalkLimits } from "./limits.ts";
import type { MissedReaders } from "./missed-readers.ts";

/** What inspectors say of one file of a layer at a time. */
export class FileInspection {
  readonly #limits: WalkLimits;
  readonly #facts: FactStore;
  readonly #links: HardLinks;
  readonly #incomplete: IncompleteList;
  readonly #readers: FileReaders;
  /** The file that goes by. */
  #file: FileEntry | undefined;
  #dataOffset = 0;

  constructor(
    limits: WalkLimits,
    facts: FactStore,
    links: HardLinks,
    missed: MissedReaders,
    incomplete: IncompleteList,
  ) {
    this.#limits = limits;
    this.#facts = facts;
    this.#links = links;
    this.#incomplete = incomplete;
    this.#readers = new FileReaders(
      {
        found: (owner, fact) => this.#keep(owner, fact),
        failed: ({ inspector, entry }, error) => this.fail(inspector, entry.path, error),
        missed: (waiting) => missed.add(waiting, this.#file!, this.#dataOffset),
      },
      limits.fileBytes,
    );
  }

  /** Those who read this file by ranges. */
  get readers(): FileReaders {
    return this.#readers;
  }

  /** Begins with another file. */
  begin(file: FileEntry, dataOffset: number): void {
    this.#file = file;
    this.#dataOffset = dataOffset;
    this.#readers.begin();
  }

  /** How many leading bytes an inspector wants; -1 for none. */
  ask(inspector: Inspector, entry: FileEntry): number {
    try {
      return inspector.wants(entry) ?? -1;
    } catch (error) {
      this.fail(inspector, entry.path, error);
      return -1;
    }
  }

  /** `wanted` within what the walk gives at once. */
  bound(entry: FileEntry, wanted: number): number {
    const { fileBytes } = this.#limits;
    if (Math.min(wanted, entry.size) <= fileBytes) return wanted;
    const why = `only its first ${fileBytes} of ${entry.size} bytes were inspected`;
    this.report("LIMIT_EXCEEDED", entry.path, why);
    return fileBytes;
  }

  /** Shows the beginning of the file to an inspector, which may go on to read it by ranges. */
  inspect(owner: ReaderOwner, content: Buffer, wanted: number): void {
    const { inspector, entry } = owner;
    let fact: unknown;
    try {
      const bytes = wanted < content.length ? content.subarray(0, wanted) : content;
      fact = inspector.inspect(entry, bytes);
    } catch (error) {
      this.fail(inspector, entry.path, error);
    }
    if (isReader(fact)) this.#readers.start(owner, fact, content);
    else this.#keep(owner, fact);
  }

  report(code: ErrorCode, what: string, why: string): void {
    this.#incomplete.add(code, what, why);
  }

  #keep({ inspector: { id: inspector }, entry, sequence }: ReaderOwner, fact: unknown): void {
    const json = fact === undefined ? undefined : JSON.stringify(fact);
    if (json === undefined) return;
    const { path, type } = entry;
    this.#keepOnce({ inspector, path, type, json, sequence });
    // Known already only when the file is read on a second look.
    for (const link of this.#links.leadingTo(path)) {
      this.#keepOnce({ ...link, inspector, type: "hardlink", json });
    }
  }

  // A link may be read for itself, and get the fact of its target too.
  #keepOnce(fact: KeptFact): void {
    if (!this.#facts.has(fact.path, fact.inspector)) this.#facts.keep(fact);
  }

  /** Reports what an inspector threw. */
  fail({ id }: Inspector, path: string, error: unknown): void {
    const code = error instanceof PlimsollError ? error.code : "INTERNAL";
    const why = error instanceof Error ? error.message : String(error);
    this.report(code, path, `${id}: ${why}`);
  }
}

/** Facts are JSON, which has no functions. */
function isReader(fact: unknown): fact is FactReader {
  return (
    typeof fact === "object" && fact !== null && "next" in fact && typeof fact.next === "function"
  );
}
