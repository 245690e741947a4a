import type { FixState } from "../../advisory.ts";
import { readPlatforms } from "../red-hat/platform.ts";
import { readFixState } from "../red-hat/state.ts";
import { suseEcosystem } from "../suse/product.ts";
import type { OvalDefinition } from "./document.ts";
import type { Statement } from "./read-criteria.ts";

/** Where an advisory about a package belongs. */
export interface Placement {
  /** As OSV writes it. */
  readonly ecosystem: string;
  readonly repositories?: readonly string[];
}

/** Who publishes OVAL definitions, and what they write their own way. */
export interface Publisher {
  readonly feed: string;
  /** How the identifiers of its definitions begin. */
  readonly prefix: string;
  /** The identifier of the advisory, which no other definition of a release has. */
  id(definition: OvalDefinition): string;
  /** Where a statement belongs, for each of its products. */
  place(definition: OvalDefinition, product: string, statement: Statement): readonly Placement[];
  /** What it does about a package that no version fixes; `not-affected` where it says so. */
  state(definition: OvalDefinition, name: string, statement: Statement): FixState | "not-affected";
  /** Whether packages outside of modules are told by naming no module. */
  readonly namesModules: boolean;
}

const affected = () => "affected" as const;

const redHat: Publisher = {
  feed: "redhat-oval",
  prefix: "oval:com.redhat.",
  id: (definition) =>
    referenceOf(definition, /^RH[SBE]A$/) ?? referenceOf(definition, /^CVE$/) ?? "",
  // The same definition may be about a release under several kinds of support, told by the CPEs.
  place: ({ cpes }, product) => {
    const release =
      /^Red Hat Enterprise Linux (\d+)(?: (?:Client|ComputeNode|Server|Workstation))?$/.exec(
        product,
      )?.[1];
    if (release === undefined) return [{ ecosystem: `Red Hat:${product}` }];
    const ecosystem = `Red Hat:enterprise_linux:${release}`;
    if (cpes.length === 0) return [{ ecosystem }];
    const platforms = readPlatforms(cpes);
    const own = platforms.filter((platform) => platform.ecosystem === ecosystem);
    return own.length > 0 ? own : platforms;
  },
  state: ({ resolutions }, name, { module }) => {
    const component = module === undefined ? name : `${module}/${name}`;
    const words = resolutions.find(({ components }) => components.includes(component))?.state;
    if (words?.toLowerCase() === "not affected") return "not-affected";
    return readFixState(words ?? "") ?? "affected";
  },
  namesModules: true,
};

const suse: Publisher = {
  feed: "suse-oval",
  prefix: "oval:org.opensuse.security:",
  id: ({ title, references }) =>
    /^CVE-\d{4}-\d+$/.exec(title)?.[0] ??
    references.find(({ id }) => /^(?:open)?SUSE-SU-\d{4}:\d+-\d+$/.test(id))?.id ??
    "",
  place: (_, product) => [{ ecosystem: suseEcosystem(product) }],
  state: affected,
  namesModules: false,
};

const oracle: Publisher = {
  feed: "oracle-oval",
  prefix: "oval:com.oracle.",
  id: (definition) => referenceOf(definition, /^elsa$/i) ?? "",
  place: (_, product) => [{ ecosystem: product.replace(/^(Oracle Linux) (\d+)$/, "$1:$2") }],
  state: affected,
  namesModules: false,
};

const microsoft: Publisher = {
  feed: "azurelinux-oval",
  prefix: "oval:com.microsoft.",
  // One definition for each package that a CVE is about.
  id: ({ id }) => `AZL-${/:def:(\d+)$/.exec(id)?.[1] ?? ""}`,
  place: (_, __, { events }) => {
    // The platform does not tell the release, which the versions do: 2.35-4.cm2, 1.0-1.azl3.
    const release = events.flatMap(({ version }) => /\.(?:cm|azl)(\d+)$/.exec(version)?.[1] ?? []);
    return release[0] === undefined ? [] : [{ ecosystem: `Azure Linux:${release[0]}` }];
  },
  state: ({ patchable }) => (/^not applicable$/i.test(patchable) ? "not-affected" : "affected"),
  namesModules: false,
};

const ubuntu: Publisher = {
  feed: "ubuntu-oval",
  prefix: "oval:com.ubuntu.",
  id: (definition) => referenceOf(definition, /^[UL]SN$/) ?? referenceOf(definition, /^CVE$/) ?? "",
  place: (_, product, { events }) => {
    const release = /^Ubuntu (\d+\.\d+)(?: LTS)?$/.exec(product)?.[1];
    if (release === undefined) return [{ ecosystem: product.replace(" ", ":") }];
    // Fixes under Expanded Security Maintenance are for subscribers.
    const isPro = events.some(({ version }) => /esm\d/.test(version));
    return [{ ecosystem: isPro ? `Ubuntu:Pro:${release}:LTS` : `Ubuntu:${release}` }];
  },
  state: (_, __, { comment }) => {
    if (/decision has been made to ignore/.test(comment)) return "will-not-fix";
    return /decision has been made to defer|deferred/.test(comment) ? "fix-deferred" : "affected";
  },
  namesModules: false,
};

export const publishers: readonly Publisher[] = [redHat, suse, oracle, microsoft, ubuntu];

function referenceOf({ references }: OvalDefinition, source: RegExp): string | undefined {
  return references.find((reference) => source.test(reference.source))?.id;
}
