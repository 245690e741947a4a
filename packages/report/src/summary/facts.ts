import { formatPlatform, type Report } from "@plimsoll/core";
import { countPackageTypes } from "./count.ts";
import {
  countOf,
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  trustWords,
} from "./words.ts";

/** `linux/amd64`, and where the image was read from. */
export function describeSubject({ subject }: Report): string[] {
  return [
    subject.platform === undefined ? "" : formatPlatform(subject.platform),
    subject.source ?? "",
    subject.created === undefined ? "" : `created ${formatDay(subject.created)}`,
  ].filter((text) => text !== "");
}

/** `Debian GNU/Linux 12 (bookworm) · 142 packages (88 deb, 54 npm) · 5 layers (120.4 MB)`. */
export function describeInventory(report: Report): string[] {
  const { inventory } = report;
  const { distribution, layers, packages } = inventory;
  const types = countPackageTypes(inventory).map(
    ([type, count]) => `${formatCount(count)} ${type}`,
  );
  const shown = types.length > 6 ? [...types.slice(0, 5), "others"] : types;
  return [
    distribution === undefined
      ? "no distribution recognised"
      : (distribution.name ?? [distribution.id, distribution.versionId].filter(Boolean).join(" ")),
    countOf(packages.length, "package") + (shown.length > 0 ? ` (${shown.join(", ")})` : ""),
    ...(layers.length > 0 ? [describeLayers(inventory)] : []),
    ...describeBase(report),
  ];
}

/** `5 layers (120.4 MB, efficiency 98.2 %, 2.1 MB wasted)`. */
function describeLayers({ layers, efficiency }: Report["inventory"]): string {
  const count = countOf(layers.length, "layer");
  if (efficiency === undefined) return count;
  const size = layers.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  const wasted = layers.reduce((sum, { wastedBytes = 0 }) => sum + wastedBytes, 0);
  if (wasted === 0) return `${count} (${formatBytes(size)})`;
  // Rounded down: what wastes anything is not at 100 %.
  const percent = (Math.floor(efficiency * 1000) / 10).toFixed(1);
  return `${count} (${formatBytes(size)}, efficiency ${percent} %, ${formatBytes(wasted)} wasted)`;
}

/** `built on debian:12 (1 of 5 layers), which brought 12 of 15 findings`. */
function describeBase({ inventory, findings }: Report): string[] {
  const { baseImage, layers } = inventory;
  if (baseImage === undefined) return [];
  const name = baseImage.reference ?? baseImage.digest ?? "a base image";
  const told = findings.filter(({ status, inBase }) => status === "fail" && inBase !== undefined);
  const brought = told.filter(({ inBase }) => inBase).length;
  const of =
    told.length > 0
      ? `, which brought ${formatCount(brought)} of ${countOf(told.length, "finding")} in layers`
      : "";
  return [`built on ${name} (${baseImage.layers} of ${countOf(layers.length, "layer")})${of}`];
}

const advisoryWords = {
  baseline: "embedded baseline only, a small set of advisories that must not be missed",
  directory: "built advisory data",
  mirror: "published advisory data",
  "osv-api": "answers of OSV's API",
} as const;

/** Where the advisories came from and how old they are; names the baseline as what it is. */
export function describeAdvisories({ advisories }: Report): string {
  if (advisories === undefined) return "not used";
  if (advisories.source === "none") return "none at hand; vulnerabilities were not looked for";
  const parts = [
    advisoryWords[advisories.source],
    countOf(advisories.advisories, "advisory", "advisories"),
    advisories.updated === undefined ? "" : `updated ${formatDay(advisories.updated)}`,
    advisories.note ?? "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** `Verified: signed by the key 3f2a…`. */
export function describeTrust({ trust }: Report): string {
  return `${trustWords[trust.result]}: ${trust.reason}`;
}

/** What a container of the image may do, a sentence for each origin; then the privileged files. */
export function describePrivileges({ privileges }: Report): string[] {
  const containers = privileges.containers.map((container) => {
    const user = container.isRoot
      ? container.user === ""
        ? "root (no user is set)"
        : `root (${container.user})`
      : container.user;
    const capabilities = container.privileged
      ? "privileged: every capability and device"
      : `${countOf(container.effective.length, "capability", "capabilities")} at start, ${formatCount(container.bounding.length)} at most`;
    const limit = container.noNewPrivileges ? ", no new privileges" : "";
    return `${container.origin}: runs as ${user}, ${capabilities}${limit}`;
  });
  const setid = privileges.files.filter(({ setuid, setgid }) => setuid || setgid).length;
  const withCapabilities = privileges.files.filter(({ capabilities }) => capabilities).length;
  const files = [
    setid > 0 ? countOf(setid, "setuid or setgid file") : "",
    withCapabilities > 0
      ? countOf(withCapabilities, "file with capabilities", "files with capabilities")
      : "",
  ].filter((text) => text !== "");
  return files.length > 0 ? [...containers, files.join(", ")] : containers;
}

/** `3.2 s (pull 1.1 s, walk 1.9 s)`. */
export function describeTiming({ timing }: Report): string {
  const phases = Object.entries(timing.phases)
    .sort(([a, msA], [b, msB]) => msB - msA || (a < b ? -1 : 1))
    .slice(0, 6)
    .map(([phase, ms]) => `${phase} ${formatDuration(ms)}`);
  const total = formatDuration(timing.totalMs);
  return phases.length > 0 ? `${total} (${phases.join(", ")})` : total;
}

/** Everything by which somebody else can repeat the check. */
export function describeProvenance(report: Report): string[] {
  const { tool, subject, timing } = report;
  return [
    `${tool.name} ${tool.version}`,
    subject.digest ?? subject.imageId ?? "no digest",
    `advisories: ${describeAdvisories(report)}`,
    `checked ${timing.startedAt}`,
  ];
}
