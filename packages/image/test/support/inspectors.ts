import type { FileEntry, ImageFacts, Inspector } from "../../src/index.ts";

/** Says everything that it is told, with the content as text. */
export const everything: Inspector<{ entry: string; content: string }> = {
  id: "everything",
  version: 1,
  wants: () => Number.POSITIVE_INFINITY,
  inspect: (entry, content) => ({
    entry: describeEntry(entry),
    content: content.toString("latin1"),
  }),
};

/** Files called `package.json`, as their names. */
export const manifests: Inspector<string> = {
  id: "manifests",
  version: 1,
  wants: ({ path, type }) =>
    type === "file" && path.endsWith("package.json") ? Number.POSITIVE_INFINITY : undefined,
  inspect: (_entry, content) => String(JSON.parse(content.toString()).name),
};

/** Files that raise privileges. */
export const privileged: Inspector<string> = {
  id: "privileged",
  version: 1,
  wants: ({ mode, type }) => (type === "file" && (mode & 0o6000) !== 0 ? 0 : undefined),
  inspect: ({ mode }, content) => `${mode.toString(8)} ${content.length}`,
};

export function describeEntry(entry: FileEntry): string {
  const { type, mode, uid, gid, size, linkTarget, xattrs } = entry;
  const attributes = [...(xattrs ?? [])].map(([k, v]) => `${k}=${Buffer.from(v).toString("hex")}`);
  return [type, mode.toString(8), uid, gid, size, linkTarget ?? "", ...attributes].join(" ").trim();
}

/** Facts of some inspectors as plain data. */
export function factsOf(facts: ImageFacts, inspectors: readonly Inspector[]) {
  return Object.fromEntries(inspectors.map((inspector) => [inspector.id, facts.of(inspector)]));
}
