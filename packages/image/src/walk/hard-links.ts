import type { FileEntry } from "../inspector.ts";

/** What a link's content is taken to measure until its target is looked at again. */
const presumedBytes = 64 * 1024;

interface WantedLink {
  link: FileEntry;
  sequence: number;
}

/** The hard links of one layer: what they lead to, and whose content somebody still wants. */
export class HardLinks {
  /** Where a link leads in the end, and which entry of the layer it is. */
  readonly #links = new Map<string, { target: string; sequence: number }>();
  /** Files that were read, with a character for each inspector that was shown them. */
  readonly #shown = new Map<string, string>();
  #wanted = new Map<string, WantedLink[]>();

  /** True when a second look at the layer is needed. */
  get areWanted(): boolean {
    return this.#wanted.size > 0;
  }

  /** Notes which inspectors get the content of a file; `wants` is -1 for those that do not. */
  remember(path: string, wants: readonly number[]): void {
    let shown = "";
    for (let i = 0; i < wants.length; i += 1) if (wants[i]! > 0) shown += String.fromCharCode(i);
    this.#shown.set(path, shown);
  }

  /** True when the inspector has seen the content of `path`. */
  wasShown(path: string, inspector: number): boolean {
    return this.#shown.get(path)?.includes(String.fromCharCode(inspector)) ?? false;
  }

  /** Notes a link and answers with the file that it leads to. */
  add({ path, linkTarget }: FileEntry, sequence: number): string | undefined {
    if (linkTarget === undefined || linkTarget === path) return undefined;
    const target = this.#links.get(linkTarget)?.target ?? linkTarget;
    this.#links.set(path, { target, sequence });
    return target;
  }

  /** Another entry took the place of `path`. */
  forget(path: string): void {
    this.#links.delete(path);
    this.#shown.delete(path);
  }

  /** The link as the file that it will be, with a presumed size. */
  presumedFile(link: FileEntry): FileEntry {
    return { ...link, type: "file", size: presumedBytes };
  }

  /** The links that are known to lead to `target`. */
  leadingTo(path: string): { path: string; sequence: number }[] {
    if (this.#links.size === 0) return [];
    const found: { path: string; sequence: number }[] = [];
    for (const [link, { target, sequence }] of this.#links) {
      if (target === path) found.push({ path: link, sequence });
    }
    return found;
  }

  want(link: FileEntry, sequence: number): void {
    const target = this.#links.get(link.path)!.target;
    const links = this.#wanted.get(target);
    if (links === undefined) this.#wanted.set(target, [{ link, sequence }]);
    else if (links.at(-1)?.sequence !== sequence) links.push({ link, sequence });
  }

  /** Answers with the links to a file that are still links; from now on they count as not wanted. */
  takeWanted(): (target: string) => readonly WantedLink[] {
    const wanted = this.#wanted;
    this.#wanted = new Map();
    return (target) =>
      (wanted.get(target) ?? []).filter(
        ({ link, sequence }) => this.#links.get(link.path)?.sequence === sequence,
      );
  }
}
