import { createFinding, type Finding } from "@plimsoll/core";
import type { ImageFacts, Inspector } from "@plimsoll/image";
import { type Layers, placeOf } from "../files/place.ts";
import { mergedPath } from "../ownership/path.ts";
import {
  type ChecksumList,
  type ConfigurationFiles,
  checksumListInspector,
  type Diversions,
  type PendingChanges,
} from "./checksum-lists.ts";
import { type FileDigests, fileDigestInspector } from "./file-digests.ts";
import type { ListedPackage } from "./listed-package.ts";

/** The inspectors whose facts `verifyPackages` reads: they read every file of the system. */
export const verificationInspectors: readonly Inspector[] = [
  fileDigestInspector,
  checksumListInspector,
];

const programs = /^(?:usr\/)?(?:s?bin|lib(?:32|64|exec|x32)?|games)\//;
/** What slim images leave out on purpose (dpkg(1), `--path-exclude`). */
const documentation =
  /^usr\/share\/(?:doc|doc-base|man|info|locale|lintian|help|gnome\/help|groff)\//;
/** Findings of one rule; the last one counts the others. */
const mostFindings = 100;

interface Present {
  path: string;
  layer: number;
  fact: FileDigests;
}

interface Deviation {
  name: string;
  path: string;
  /** Absent when the file is missing. */
  found?: Present;
  expected: string;
  actual?: string | undefined;
}

/**
 * Compares the files of the image, as it is squashed, with the checksums that dpkg, apk and rpm keep:
 * `package-file-changed` and `package-file-missing`. Configuration files,
 * and the links that apk lists, are not compared. Missing documentation is one finding in all.
 */
export function verifyPackages(facts: ImageFacts, image: { layers: Layers }): Finding[] {
  const present = new Map<string, Present>();
  // Where /usr is merged, packages may list what they put there without it. Elsewhere /bin/touch
  // and /usr/bin/touch are two files.
  const merged = new Map<string, Present>();
  for (const { path, layer, fact, hiddenBy } of facts.of(fileDigestInspector)) {
    if (hiddenBy !== undefined) continue;
    present.set(path, { path, layer, fact });
    merged.set(mergedPath(path), { path, layer, fact });
  }
  const visible = facts.of(checksumListInspector).filter(({ hiddenBy }) => hiddenBy === undefined);
  const pending = new Set(
    visible.flatMap(({ path, fact }) => ("pendingBytes" in fact ? [databaseOf(path)] : [])),
  );
  const lists = visible.filter(({ path }) => !pending.has(path)).map(({ fact }) => fact);
  const moved = new Map(
    lists
      .filter(isDiversions)
      .flatMap(({ diversions }) =>
        diversions.map(([from, to, by]) => [mergedPath(from), { to: mergedPath(to), by }] as const),
      ),
  );
  // dpkg's own list has them where the package brought none.
  const configuration = new Set(
    lists.flatMap((list) => ("configuration" in list ? list.configuration.map(mergedPath) : [])),
  );
  const changed: Deviation[] = [];
  const missing: Deviation[] = [];
  for (const list of lists) {
    if (!isChecksumList(list)) continue;
    for (const { name, algorithm, files } of list.packages) {
      for (const [path, expected] of files) {
        const own = mergedPath(path);
        if (configuration.has(own)) continue;
        const diverted = moved.get(own);
        const found =
          diverted && diverted.by !== name
            ? merged.get(diverted.to)
            : (present.get(path) ?? merged.get(own));
        if (found === undefined) missing.push({ name, path, expected });
        else if (!isSame(found.fact, algorithm, expected)) {
          changed.push({ name, path, found, expected, actual: found.fact[algorithm] });
        }
      }
    }
  }
  const isDocumentation = ({ path }: Deviation) => documentation.test(path);
  return [
    ...toFindings(changed, image.layers),
    ...toFindings(
      missing.filter((it) => !isDocumentation(it)),
      image.layers,
    ),
    ...missingDocumentation(missing.filter(isDocumentation)),
    ...[...pending].map(unverified),
  ];
}

type Listed = ChecksumList | ConfigurationFiles | Diversions | PendingChanges;

function isDiversions(fact: Listed): fact is Diversions {
  return "diversions" in fact;
}

function isChecksumList(fact: Listed): fact is ChecksumList {
  return "packages" in fact;
}

function databaseOf(log: string): string {
  return log.replace(/-wal$/, "");
}

function isSame(
  fact: FileDigests,
  algorithm: ListedPackage["algorithm"],
  expected: string,
): boolean {
  // A link: apk lists those too, the others only files, so that it took the place of one.
  return fact[algorithm] === undefined ? algorithm === "sha1" : fact[algorithm] === expected;
}

function toFindings(deviations: readonly Deviation[], layers: Layers): Finding[] {
  // Programs first: of many only some are listed.
  const sorted = deviations.toSorted(
    (a, b) =>
      Number(programs.test(b.path)) - Number(programs.test(a.path)) || (a.path < b.path ? -1 : 1),
  );
  const shown = sorted.slice(0, mostFindings);
  return shown.map((deviation, index) =>
    toFinding(deviation, index === mostFindings - 1 ? sorted.length - shown.length : 0, layers),
  );
}

function toFinding(
  { name, path, found, expected, actual }: Deviation,
  more: number,
  layers: Layers,
): Finding {
  const isProgram = programs.test(path);
  const why =
    found === undefined
      ? "A file that the package brought is not there: it was deleted, or the package was not installed whole."
      : "Its content is not what the package brought: it was replaced or edited, by the build or by somebody else.";
  return createFinding({
    rule: found === undefined ? "package-file-missing" : "package-file-changed",
    kind: "misconfiguration",
    severity: found === undefined ? (isProgram ? "medium" : "low") : isProgram ? "high" : "medium",
    title: `${found === undefined ? "Missing" : "Changed"} file of the package ${name}: /${path}`,
    description: more > 0 ? `${why} ${more} more files are not listed.` : why,
    location: found === undefined ? { path } : placeOf(found, layers),
    evidence: {
      value: found === undefined ? "missing" : `${actual ?? "a link"}, and not ${expected}`,
      source: path,
    },
    fix: { description: `Install the package ${name} again, and leave its files alone.` },
    references: ["https://man7.org/linux/man-pages/man5/deb-md5sums.5.html"],
    identity: [path],
  });
}

function missingDocumentation(missing: readonly Deviation[]): Finding[] {
  if (missing.length === 0) return [];
  const names = new Set(missing.map(({ name }) => name));
  return [
    createFinding({
      rule: "package-file-missing",
      kind: "misconfiguration",
      severity: "negligible",
      title: `The documentation of ${names.size} packages was left out`,
      description: `${missing.length} files of documentation and translations are missing, as in slim images.`,
      evidence: { value: `${missing.length} files`, source: missing[0]!.path },
      identity: ["documentation"],
    }),
  ];
}

function unverified(database: string): Finding {
  return createFinding({
    rule: "package-file-changed",
    kind: "misconfiguration",
    severity: "medium",
    status: "unknown",
    statusReason: "The checksums that its write-ahead log changes are not known.",
    title: "The files of rpm's packages were not verified",
    location: { path: database },
    identity: [database],
  });
}
