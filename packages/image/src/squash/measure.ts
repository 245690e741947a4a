import { parentOf } from "../tar/entry-path.ts";
import { eachPath, type LayerRecord } from "../walk/layer-record.ts";
import { sizeReader } from "../walk/size-pack.ts";
import { readWhiteout } from "./whiteout.ts";

/** What one layer takes. */
export interface LayerSize {
  /** Files of the layer; links, folders and deletions are none. */
  readonly files: number;
  /** Bytes of their content. */
  readonly sizeBytes: number;
  /** Bytes of those that a later layer replaces or deletes: they are pulled and never seen. */
  readonly wastedBytes: number;
}

/** What the layers of an image take, and how much of that is of use. */
export interface ImageSizes {
  /** Oldest layer first. */
  readonly layers: readonly LayerSize[];
  /**
   * From 0 to 1, as dive defines it (github.com/wagoodman/dive, `filetree/efficiency.go`): of every
   * path the smallest size that it has in any layer, in all, divided by all bytes of all layers. A
   * deletion is a size of 0. Unlike there, what lies in a deleted folder is deleted too.
   */
  readonly efficiency: number;
}

/**
 * Measures the layers from their records, oldest first. It goes from the newest down: what it keeps
 * are the paths of all layers but the oldest, which is nearly always the largest.
 */
export function measureLayers(
  records: readonly Pick<LayerRecord, "paths" | "sizes">[],
): ImageSizes {
  const above = new LayersAbove();
  let total = 0;
  let least = 0;
  const layers = [...records].reverse().map((record, index): LayerSize => {
    let files = 0;
    let sizeBytes = 0;
    let wastedBytes = 0;
    const next = sizeReader(record.sizes);
    const isOldest = index === records.length - 1;
    above.begin(isOldest);
    eachPath(record.paths, (path) => {
      const size = next();
      if (size === undefined) return;
      files += 1;
      sizeBytes += size;
      const isHidden = above.hides(path);
      if (isHidden) wastedBytes += size;
      least += above.takeLeast(path, size, isHidden);
    });
    total += sizeBytes;
    if (!isOldest) above.add(record.paths);
    return { files, sizeBytes, wastedBytes };
  });
  return { layers: layers.reverse(), efficiency: total === 0 ? 1 : least / total };
}

/** The layers above the one that is looked at: what they hide, see `squash`. */
class LayersAbove {
  /** Folders of entries, and those that an entry below them makes. */
  readonly #folders = new Set<string>();
  /** Whatever is no folder. */
  readonly #others = new Set<string>();
  /** What each path has added to the sum of smallest sizes. */
  readonly #least = new Map<string, number>();
  readonly #deleted = new Set<string>();
  readonly #emptied = new Set<string>();
  /** Folders whose content is hidden, for the layer that is looked at. */
  readonly #hidden = new Map<string, boolean>();
  #isOldest = false;

  /** @param isOldest nothing has to be kept for layers below */
  begin(isOldest: boolean): void {
    this.#isOldest = isOldest;
    this.#hidden.clear();
  }

  hides(path: string): boolean {
    return this.#replaces(path) || this.#deletes(path);
  }

  /** What the path adds to the sum of smallest sizes: never more than 0 for one that is hidden. */
  takeLeast(path: string, size: number, isHidden: boolean): number {
    const before = this.#least.get(path) ?? 0;
    const now = !isHidden ? size : this.#deletes(path) ? 0 : Math.min(before, size);
    if (!this.#isOldest && now !== before) this.#least.set(path, now);
    return now - before;
  }

  add(paths: string): void {
    eachPath(paths, (path, isFolder) => {
      const whiteout = readWhiteout(path);
      if (whiteout === undefined) (isFolder ? this.#folders : this.#others).add(path);
      else if (whiteout.kind === "file") this.#deleted.add(whiteout.path);
      else if (whiteout.kind === "opaque") this.#emptied.add(whiteout.path);
      for (let up = parentOf(path); up !== "" && !this.#folders.has(up); up = parentOf(up)) {
        this.#folders.add(up);
      }
    });
  }

  #replaces(path: string): boolean {
    return this.#others.has(path) || this.#folders.has(path);
  }

  #deletes(path: string): boolean {
    return this.#deleted.has(path) || this.#hidesContent(parentOf(path));
  }

  #hidesContent(folder: string): boolean {
    const known = this.#hidden.get(folder);
    if (known !== undefined) return known;
    const isHidden =
      this.#emptied.has(folder) ||
      (folder !== "" &&
        (this.#deleted.has(folder) ||
          this.#others.has(folder) ||
          this.#hidesContent(parentOf(folder))));
    this.#hidden.set(folder, isHidden);
    return isHidden;
  }
}
