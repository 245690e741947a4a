import type { ExplainedAdvisory, ExplainedPackage } from "@plimsoll/advisories";
import { plainInstruction } from "@plimsoll/core";
import { printableLine } from "../cli/printable.ts";
import type { ImageExplanation } from "./explain.ts";

/** The story as lines for people. */
export function explanationText(told: ImageExplanation): string {
  const { id, names, packages, findings } = told;
  const also = names.length > 0 ? ` (also ${names.join(", ")})` : "";
  const about = findings.find(({ vulnerability }) => vulnerability?.summary)?.vulnerability;
  const lines = [
    `${id}${also} in ${told.subject.reference}`,
    ...(about?.summary === undefined ? [] : [about.summary]),
    ...ratingLines(told),
    "",
    ...(packages.length === 0 ? absence(told) : packages.flatMap((one) => packageLines(one, told))),
    `${dataLine(told)}`,
  ];
  return `${lines.map(printableLine).join("\n")}\n`;
}

function ratingLines({ findings }: ImageExplanation): string[] {
  const [finding] = findings;
  const known = finding?.vulnerability;
  if (!finding || !known) return [];
  const parts = [
    finding.severity,
    known.cvss && `CVSS ${known.cvss.score} (${known.cvss.vector})`,
    known.epss && `EPSS ${(known.epss.score * 100).toFixed(1)} %`,
    known.kev && `known to be exploited since ${known.kev.added}`,
    known.exploits && `${known.exploits.length} public exploits`,
    known.risk !== undefined && `risk ${known.risk.toFixed(1)} of 100`,
  ];
  return [parts.filter(Boolean).join(" · ")];
}

function absence({ id, lookedUp }: ImageExplanation): string[] {
  return [
    `Not reported: of the advisories about the ${lookedUp} packages that were looked up, none names ${id}.`,
    "Either nothing that it concerns is installed, or the data at hand do not know it.",
    "",
  ];
}

function packageLines(explained: ExplainedPackage, told: ImageExplanation): string[] {
  const { package: found, lookup, isReported } = explained;
  const place = found.locations[0];
  const asSource =
    lookup.name === found.name && lookup.version === found.version
      ? []
      : [`  looked up as ${lookup.name} ${lookup.version}`];
  return [
    `${found.name} ${found.version}: ${isReported ? weightOf(found.purl, told) : "not reported"}`,
    ...(place ? [`  found in ${place.path}${layerText(found.layer ?? place.layer, told)}`] : []),
    ...asSource,
    ...(found.identifiedBy === "sha1" ? ["  known by the SHA-1 of its archive alone"] : []),
    ...explained.advisories.map((advisory) => `  ${advisoryText(advisory, explained)}`),
    ...whyNot(explained),
    ...decisions(explained, told),
    "",
  ];
}

/** A finding that a waiver, VEX or the functions of a program set aside is told of, and does not count. */
function weightOf(purl: string, { findings }: ImageExplanation): string {
  const own = findings.filter((finding) => finding.package?.purl === purl);
  const isAside = own.length > 0 && own.every(({ status }) => status === "suppressed");
  return isAside ? "reported, and set aside" : "reported";
}

const maxInstruction = 80;

function layerText(diffId: string | undefined, { layers }: ImageExplanation): string {
  const layer = layers.find((one) => one.diffId === diffId);
  if (!layer) return "";
  const text = layer.createdBy === undefined ? "" : plainInstruction(layer.createdBy);
  const cut = text.length > maxInstruction ? `${text.slice(0, maxInstruction)}…` : text;
  return `, layer ${layer.index + 1}${cut === "" ? "" : ` (${cut})`}`;
}

function advisoryText(advisory: ExplainedAdvisory, { lookup }: ExplainedPackage): string {
  const { id, feed, updated, outcome, range } = advisory;
  const date = updated === undefined ? "" : `, data of ${updated.slice(0, 10)}`;
  const fix = outcome === "affected" ? `; ${fixText(advisory)}` : "";
  const installed = `${lookup.version} by the order of ${lookup.order}`;
  const says = {
    affected: `affects ${range}, and ${installed} is among them${fix}`,
    "not-affected": `affects ${range}, and ${installed} is not among them`,
    "never-affected": "says that the package is not affected in any version",
    "other-build": "speaks of another build: another module stream, architecture or repository",
    "not-comparable": `affects ${range}, and ${installed} cannot be compared with that`,
    "under-investigation": "says that it is still being looked into",
    "not-linked": `affects ${range}, but the program holds none of the functions with the flaw`,
    settled: `affects ${range}, but the distribution settled it in the package that brought this one`,
  }[outcome];
  return `${id} (${feed}${date}) ${says}`;
}

function fixText({ fixedVersion, paidFix, isForSubscribers, state }: ExplainedAdvisory): string {
  if (paidFix !== undefined) {
    return `fixed in ${paidFix} for subscribers of Ubuntu Pro alone, which this system does not use`;
  }
  if (fixedVersion === undefined) {
    return `no fixed version${state === undefined ? "" : ` (${state})`}`;
  }
  return `fixed in ${fixedVersion}${isForSubscribers ? ", of Ubuntu Pro, which this system uses" : ""}`;
}

function whyNot({ leftOut, owners, isReported, advisories }: ExplainedPackage): string[] {
  if (leftOut === "kernel") {
    return ["  not matched: the kernel that runs is the host's, not one of a package in an image"];
  }
  if (leftOut === "third-party") {
    return ["  not matched: somebody else than the distribution built it"];
  }
  if (leftOut === "owned") {
    return [
      `  not matched: ${owners.join(", ")} of the distribution brought it, whose advisories speak for it`,
    ];
  }
  const isHeld = advisories.some(({ outcome }) => outcome === "affected");
  return isHeld && !isReported
    ? ["  not reported: the distribution itself says that it is not affected"]
    : [];
}

/** What the configuration says to the findings of this package. */
function decisions({ package: found }: ExplainedPackage, { findings }: ImageExplanation): string[] {
  return findings
    .filter((finding) => finding.package?.purl === found.purl)
    .flatMap(({ suppression, fix, status, statusReason }) => [
      ...(suppression ? [`  set aside: ${suppression.reason}`] : []),
      ...(status !== "fail" && statusReason !== undefined ? [`  ${statusReason}`] : []),
      ...(fix ? [`  to do: ${fix.description}`] : []),
    ])
    .filter((line, index, all) => all.indexOf(line) === index);
}

const sourceWords = {
  baseline: "the embedded baseline",
  directory: "the folder of advisories",
  mirror: "published advisories",
  "osv-api": "OSV's API",
  none: "no advisories",
} as const;

function dataLine({ advisories }: ImageExplanation): string {
  if (!advisories) return "";
  const { source, updated, note } = advisories;
  const date = updated === undefined ? "" : ` (newest record ${updated.slice(0, 10)})`;
  return `Asked: ${sourceWords[source]}${date}.${note === undefined ? "" : ` ${note}`}`;
}
