import type { FileEntry, Inspector } from "../inspector.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import type { FactStore } from "./fact-store.ts";
import type { FileInspection } from "./file-inspection.ts";
import type { WaitingReader } from "./file-readers.ts";
import type { HardLinks } from "./hard-links.ts";
import type { MissedReaders } from "./missed-readers.ts";

/** A hard link as the file that it leads to, and what the inspectors want of it. */
interface View {
  file: FileEntry;
  sequence: number;
  wants: number[];
}

/**
 * Hears about a layer for the second time: of the targets of hard links that are still wanted (an
 * archive stores the content under its first name, which nobody may have wanted), and of files
 * whose readers wanted bytes that had gone by.
 */
export class SecondLook implements TarHandler {
  readonly #inspectors: readonly Inspector[];
  readonly #inspection: FileInspection;
  readonly #facts: FactStore;
  readonly #wantedLinks: (path: string) => readonly { link: FileEntry; sequence: number }[];
  readonly #missed: Map<number, WaitingReader[]>;
  readonly #expand: (bytes: number) => void;
  #views: View[] = [];
  #readers: readonly WaitingReader[] = [];

  constructor(
    inspectors: readonly Inspector[],
    inspection: FileInspection,
    facts: FactStore,
    links: HardLinks,
    missed: MissedReaders,
    expand: (bytes: number) => void,
  ) {
    this.#inspectors = inspectors;
    this.#inspection = inspection;
    this.#facts = facts;
    this.#wantedLinks = links.takeWanted();
    this.#missed = missed.takeAll();
    this.#expand = expand;
  }

  entry(target: FileEntry, dataOffset: number): number | undefined {
    const links = target.type === "file" ? this.#wantedLinks(target.path) : [];
    this.#views = links.map(({ link, sequence }) => {
      const file: FileEntry = { ...link, type: "file", size: target.size };
      const wants = this.#inspectors.map((it) => this.#inspection.ask(it, file));
      return { file, sequence, wants };
    });
    this.#readers = this.#missed.get(dataOffset) ?? [];
    const most = Math.max(-1, ...this.#views.flatMap(({ wants }) => wants));
    if (most < 0 && this.#readers.length === 0) return undefined;
    this.#inspection.begin(target, dataOffset);
    return this.#inspection.bound(target, Math.max(0, most));
  }

  content(_target: FileEntry, content: Buffer): number | undefined {
    const { readers } = this.#inspection;
    for (const { file, sequence, wants } of this.#views) {
      this.#inspectors.forEach((inspector, i) => {
        if (wants[i]! < 0 || this.#facts.has(file.path, inspector.id)) return;
        this.#inspection.inspect({ inspector, entry: file, sequence }, content, wants[i]!);
      });
    }
    for (const reader of this.#readers) readers.resume(reader, content);
    return readers.next;
  }

  piece(_target: FileEntry, bytes: Buffer, offset: number): number | undefined {
    this.#inspection.readers.take(bytes, offset);
    return this.#inspection.readers.next;
  }

  // Both were said on the first look.
  problem(): void {}

  expand(bytes: number): void {
    this.#expand(bytes);
  }
}
