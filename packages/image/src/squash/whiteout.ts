import { parentOf } from "../tar/entry-path.ts";

/** An entry that stands for a deletion. `ignored` is bookkeeping of AUFS, which no runtime reads. */
export type Whiteout = { kind: "file" | "opaque"; path: string } | { kind: "ignored" };

const prefix = ".wh.";

/**
 * What an entry deletes, or `undefined` when it is an ordinary one (image-spec, layer.md:
 * whiteouts): `.wh.name` deletes `name`, `.wh..wh..opq` everything in its directory.
 */
export function readWhiteout(path: string): Whiteout | undefined {
  const nameStart = path.lastIndexOf("/") + 1;
  if (!path.startsWith(prefix, nameStart)) return undefined;
  const name = path.slice(nameStart + prefix.length);
  if (name === ".wh..opq") return { kind: "opaque", path: parentOf(path) };
  if (name === "" || name === "." || name === ".." || name.startsWith(prefix)) {
    return { kind: "ignored" };
  }
  return { kind: "file", path: path.slice(0, nameStart) + name };
}

/** The entry that deletes `path`; the other way round than `readWhiteout`. */
export function whiteoutOf(path: string): string {
  const nameStart = path.lastIndexOf("/") + 1;
  return path.slice(0, nameStart) + prefix + path.slice(nameStart);
}
