import type { Classifier, VersionText } from "./classifier.ts";

const bytesBefore = 64;
const bytesBehind = 192;
/** What is kept of a piece, so that a text across its edge is seen whole. */
const overlap = 512;
/** Places at which a pattern is tried; a hostile file may hold the text a million times. */
const mostPlaces = 4096;

/** A text that is still looked for, and what it told. */
interface Search {
  near: string;
  pattern: RegExp;
  places: number;
  version?: string | undefined;
}

/** What one classifier looks for. */
interface Candidate {
  id: string;
  /** Text without which the file is something else, until it is found. */
  requires: string | undefined;
  /** Digits that the version must begin with. */
  beginning: string;
  searches: Search[];
}

/**
 * Finds the version that a file tells of, piece by piece as the file goes by: that of the first
 * classifier which finds one, by the first of its texts that does.
 */
export class VersionFinder {
  readonly #candidates: Candidate[];
  #tail = Buffer.alloc(0);

  constructor(classifiers: readonly Classifier[], path: string) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    this.#candidates = classifiers.map(({ id, requires, versionInName, versions }) => {
      const beginning = versionInName?.exec(name)?.[1] ?? "";
      return { id, requires, beginning, searches: versions.map((it) => start(it, beginning)) };
    });
  }

  /** Looks at the next bytes of the file: at least `overlap` of them, unless they are the last. */
  look(piece: Buffer, isLast: boolean): void {
    const isFirst = this.#tail.length === 0;
    const before = this.#tail.length;
    const edge = isFirst ? piece : Buffer.concat([this.#tail, piece.subarray(0, overlap)]);
    const endsHere = isLast && piece.length <= overlap;
    for (const candidate of this.#candidates) {
      if (candidate.requires !== undefined) {
        const isThere = (bytes: Buffer) => bytes.includes(candidate.requires!, 0, "latin1");
        if (isThere(edge) || isThere(piece)) candidate.requires = undefined;
      }
      for (const search of candidate.searches) {
        if (search.version !== undefined) break;
        if (!isFirst) {
          const from = Math.max(0, before - bytesBehind);
          const to = endsHere ? edge.length : before + bytesBefore;
          tryPlaces(search, candidate.beginning, edge, from, to);
        }
        const from = isFirst ? 0 : bytesBefore;
        const to = isLast ? piece.length : piece.length - bytesBehind;
        tryPlaces(search, candidate.beginning, piece, from, to);
      }
    }
    this.#tail = Buffer.from(piece.subarray(-overlap));
  }

  /** True when nothing that follows can change what was found. */
  get isSettled(): boolean {
    const [first] = this.#candidates;
    if (first === undefined) return true;
    return first.requires === undefined && first.searches[0]?.version !== undefined;
  }

  get found(): { classifier: string; version: string } | undefined {
    for (const { id, requires, searches } of this.#candidates) {
      if (requires !== undefined) continue;
      const version = searches.find((search) => search.version !== undefined)?.version;
      if (version !== undefined) return { classifier: id, version };
    }
    return undefined;
  }
}

function start({ near, pattern }: VersionText, beginning: string): Search {
  return { near: near.replace("{version}", beginning), pattern, places: 0 };
}

/** Tries the pattern at the text's places from `from` to `to`. */
function tryPlaces(
  search: Search,
  beginning: string,
  bytes: Buffer,
  from: number,
  to: number,
): void {
  if (search.version !== undefined) return;
  const { near, pattern } = search;
  if (near === "") {
    search.version = accept(pattern.exec(bytes.toString("latin1")), beginning);
    return;
  }
  for (let at = bytes.indexOf(near, from, "latin1"); at !== -1 && at < to; ) {
    search.places += 1;
    if (search.places > mostPlaces) return;
    const window = bytes.toString("latin1", Math.max(0, at - bytesBefore), at + bytesBehind);
    search.version = accept(pattern.exec(window), beginning);
    if (search.version !== undefined) return;
    at = bytes.indexOf(near, at + 1, "latin1");
  }
}

/** `3.11.2` begins with `3.11`; `3.110.2` does not. */
function accept(match: RegExpExecArray | null, beginning: string): string | undefined {
  const version = match?.[1];
  if (version === undefined || !version.startsWith(beginning)) return undefined;
  const isWhole = beginning === "" || !/^\d/.test(version.slice(beginning.length));
  return isWhole ? version : undefined;
}
