import type { Classifier } from "./classifier.ts";

interface FilePattern {
  classifier: Classifier;
  /** Literal beginning of the file's name; all of it where `rest` is missing. */
  prefix: string;
  /** The whole name, where it has wildcards. */
  name?: RegExp;
  /** How the folder ends, with a slash behind; empty for any. */
  folder: string;
}

/**
 * Finds the classifiers of a path; a path that fits none costs no allocation. No file name may begin
 * with a wildcard.
 */
export class PathIndex {
  /** Patterns by the first character of the file's name. */
  readonly #patterns: (FilePattern[] | undefined)[] = [];

  constructor(classifiers: readonly Classifier[]) {
    for (const classifier of classifiers) {
      for (const file of classifier.files) this.#add(compile(file, classifier));
    }
  }

  #add(pattern: FilePattern): void {
    const first = pattern.prefix.charCodeAt(0);
    this.#patterns[first] ??= [];
    this.#patterns[first].push(pattern);
  }

  /** The classifiers of the path, in the order of their list. */
  find(path: string): readonly Classifier[] {
    const start = path.lastIndexOf("/") + 1;
    const patterns = this.#patterns[path.charCodeAt(start)];
    if (patterns === undefined) return none;
    let found: Classifier[] | undefined;
    for (const pattern of patterns) {
      if (!fits(pattern, path, start)) continue;
      found ??= [];
      found.push(pattern.classifier);
    }
    return found ?? none;
  }
}

const none: readonly Classifier[] = [];

function fits({ prefix, name, folder }: FilePattern, path: string, start: number): boolean {
  if (name === undefined && path.length - start !== prefix.length) return false;
  if (!path.startsWith(prefix, start)) return false;
  if (folder !== "") {
    const from = start - folder.length;
    if (!path.startsWith(folder, from) || (from > 0 && path[from - 1] !== "/")) return false;
  }
  return name === undefined || name.test(path.slice(start));
}

function compile(file: string, classifier: Classifier): FilePattern {
  const start = file.lastIndexOf("/") + 1;
  const folder = file.slice(0, start);
  const name = file.slice(start);
  const wildcard = name.search(/\*|\[\d/);
  if (wildcard === -1) return { classifier, prefix: name, folder };
  const source = name.replace(/[\\^$.+?(){}|]/g, "\\$&").replaceAll("*", ".*");
  return {
    classifier,
    prefix: name.slice(0, wildcard),
    name: new RegExp(`^${source}$`),
    folder,
  };
}
