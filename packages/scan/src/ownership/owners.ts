import type { Package } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import { packageFilesInspector } from "../inspectors/package-files.ts";
import { mergedPath, outerPath } from "./path.ts";

/** Files that a package brought. */
export interface OwnedFiles {
  owner: Package;
  files: readonly string[];
}

/** Which package of the operating system a file belongs to. */
export class Owners {
  readonly #byPath = new Map<string, Package>();

  /**
   * `installed` are the packages of the operating system; `listed` the files that their own
   * databases list. The other lists are among the facts.
   */
  constructor(installed: readonly Package[], listed: readonly OwnedFiles[], facts: ImageFacts) {
    for (const { owner, files } of listed) this.#add(owner, files);
    const byName = new Map<string, Package[]>();
    for (const found of installed) {
      const key = `${found.type} ${found.name}`;
      const known = byName.get(key);
      if (known) known.push(found);
      else byName.set(key, [found]);
    }
    for (const { fact, hiddenBy } of facts.of(packageFilesInspector)) {
      if (hiddenBy !== undefined) continue;
      const { type, name, version, architecture, files } = fact;
      const owner = byName
        .get(`${type} ${name}`)
        ?.find(
          (it) =>
            (version === undefined || it.version === version) &&
            (architecture === undefined || it.architecture === architecture),
        );
      // The list of a package that was removed is not removed with its configuration.
      if (owner) this.#add(owner, files);
    }
  }

  /** False in images that do not tell which files their packages brought. */
  get areKnown(): boolean {
    return this.#byPath.size > 0;
  }

  /** The package that brought the file, or the archive in which it lies. */
  of(path: string): Package | undefined {
    return this.#byPath.get(mergedPath(outerPath(path)));
  }

  #add(owner: Package, files: readonly string[]): void {
    for (const file of files) this.#byPath.set(mergedPath(file), owner);
  }
}
