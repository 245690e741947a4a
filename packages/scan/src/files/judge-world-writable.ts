import { createFinding, type Finding } from "@plimsoll/core";
import type { ImageFacts, Located } from "@plimsoll/image";
import { type Layers, placeOf } from "./place.ts";
import { type WorldWritable, worldWritableInspector } from "./world-writable.ts";

/** What programs are started from and configured by (Filesystem Hierarchy Standard 3.0). */
const systemFolder = /^(?:etc|usr|bin|sbin|lib|lib32|lib64|libx32|boot|opt)(?:\/|$)/;

/** Findings of one image; what is beyond is counted in the last one. */
const mostFindings = 100;

/**
 * `file-world-writable` for every file and folder that every user may write to. Of what lies below
 * such a folder only the number is told.
 */
export function judgeWorldWritable(facts: ImageFacts, layers: Layers): Finding[] {
  const visible = facts
    .of(worldWritableInspector)
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = new Set(visible.filter(({ fact }) => fact.isFolder).map(({ path }) => path));
  const below = new Map<string, number>();
  const outermost = visible.filter(({ path }) => {
    const above = outermostAbove(path, folders);
    if (above !== undefined) below.set(above, (below.get(above) ?? 0) + 1);
    return above === undefined;
  });
  const shown = outermost.slice(0, mostFindings);
  return shown.map((file, index) => {
    const more = index === mostFindings - 1 ? outermost.length - shown.length : 0;
    return toFinding(file, below.get(file.path) ?? 0, more, layers);
  });
}

function outermostAbove(path: string, folders: ReadonlySet<string>): string | undefined {
  if (folders.size === 0) return undefined;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const above = path.slice(0, at);
    if (folders.has(above)) return above;
  }
  return undefined;
}

function toFinding(
  file: Located<WorldWritable>,
  below: number,
  more: number,
  layers: Layers,
): Finding {
  const { path, fact } = file;
  const what = fact.isFolder ? "folder" : "file";
  const mode = fact.mode.toString(8).padStart(4, "0");
  const sentences = [
    fact.isFolder
      ? "Every user of a container may put files there and replace those of others, since the sticky bit is missing."
      : "Every user of a container may change it.",
    ...(below > 0 ? [`${below} more below it are writable for everybody, too.`] : []),
    ...(more > 0 ? [`${more} more files and folders of the image are not listed.`] : []),
  ];
  return createFinding({
    rule: "file-world-writable",
    kind: "misconfiguration",
    severity: systemFolder.test(path) ? "high" : "medium",
    title: `Every user may write to the ${what} /${path}`,
    description: sentences.join(" "),
    location: placeOf(file, layers),
    evidence: { value: `mode ${mode}`, source: path },
    fix: {
      description: fact.isFolder
        ? `Take the right away: chmod o-w /${path}; where everybody needs it, chmod 1777.`
        : `Take the right away: chmod o-w /${path}`,
    },
    references: ["https://man7.org/linux/man-pages/man7/inode.7.html"],
    // CIS Distribution Independent Linux Benchmark 2.0.0, 6.1.10 and 1.1.21
    peers: { "cis-linux": [fact.isFolder ? "1.1.21" : "6.1.10"] },
    identity: [path],
  });
}
