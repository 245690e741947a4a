/** Formats of a report. */
export const formats = [
  "terminal",
  "json",
  "sarif",
  "markdown",
  "html",
  "csv",
  "cyclonedx",
  "spdx",
  "spdx3",
  "syft",
  "github",
  "openvex",
  "csaf-vex",
  "cdx-vex",
  "docker-bench",
] as const;
export type Format = (typeof formats)[number];

const endings: readonly (readonly [string, Format])[] = [
  // Longer endings first: sbom.cdx.json is not any JSON.
  [".sarif.json", "sarif"],
  [".openvex.json", "openvex"],
  [".vex.json", "openvex"],
  [".csaf.json", "csaf-vex"],
  [".vex.cdx.json", "cdx-vex"],
  [".cdx.json", "cyclonedx"],
  [".spdx.json", "spdx"],
  [".spdx3.json", "spdx3"],
  [".spdx3.jsonld", "spdx3"],
  [".syft.json", "syft"],
  [".github.json", "github"],
  [".docker-bench.json", "docker-bench"],
  [".sarif", "sarif"],
  [".json", "json"],
  [".html", "html"],
  [".htm", "html"],
  [".txt", "terminal"],
  [".md", "markdown"],
  [".csv", "csv"],
];

/** The format that the ending of a file's name tells, if it tells one. */
export function formatOfFile(path: string): Format | undefined {
  return endings.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1];
}
