import {
  createFinding,
  type Finding,
  type FindingInput,
  type Inventory,
  type LicencesConfig,
  licenceCategorySchema,
  type Package,
} from "@plimsoll/core";
import { licenceCategory } from "./categories.ts";
import { evaluateLicence, type LicenceAnswer } from "./evaluate.ts";
import { parseExpression } from "./expression.ts";
import { toSpdxExpression } from "./names.ts";

const references = ["https://spdx.org/licenses/"];

/**
 * Findings of kind `licence`: packages under licences that the configuration does not accept. All
 * licences that a package names must be accepted. Without lists, and with `unknown: ignore`, there
 * are none.
 */
export function licenceFindings(
  inventory: Pick<Inventory, "packages">,
  config: Pick<LicencesConfig, "allow" | "deny" | "unknown">,
): Finding[] {
  const { allow, deny, unknown } = config;
  if (allow.length === 0 && deny.length === 0 && unknown === "ignore") return [];
  const judged = inventory.packages.flatMap((found) => {
    const answers = found.licences.map((words) => evaluateWords(words, config));
    const worst =
      answers.find(({ result }) => result === "denied") ??
      answers.find(({ result }) => result === "notAllowed");
    if (worst && "licence" in worst) return [refused(found, worst)];
    const isKnown = answers.length > 0 && answers.every(({ result }) => result === "accepted");
    return isKnown || unknown === "ignore" ? [] : [unknownLicence(found, unknown)];
  });
  return [...judged, ...unknownEntries(inventory, config)];
}

/** Entries that nothing can ever match are typing errors, and make a gate that lets everything through. */
function unknownEntries(
  { packages }: Pick<Inventory, "packages">,
  { allow, deny }: Pick<LicencesConfig, "allow" | "deny">,
): Finding[] {
  const words = new Set(
    packages.flatMap(({ licences }) => licences.map((it) => it.trim().toLowerCase())),
  );
  const isKnown = (entry: string) =>
    licenceCategorySchema.safeParse(entry).success ||
    toSpdxExpression(entry) !== undefined ||
    words.has(entry.toLowerCase());
  return Object.entries({ allow, deny }).flatMap(([list, entries]) =>
    entries
      .filter((entry) => !isKnown(entry))
      .map((entry) =>
        createFinding({
          rule: "licence-entry-unknown",
          kind: "policy",
          severity: "medium",
          title: `licences.${list} names ${entry}, which is no licence and no category`,
          description: "It is none of the SPDX list, and no package names it: it has no effect.",
          evidence: { value: entry, source: `licences.${list}` },
          fix: {
            description: `Write an SPDX identifier, or one of ${licenceCategorySchema.options.join(", ")}.`,
          },
          references,
          identity: [list, entry],
        }),
      ),
  );
}

/** Words that are no expression are compared as they are. */
function evaluateWords(
  words: string,
  { allow, deny }: Pick<LicencesConfig, "allow" | "deny">,
): LicenceAnswer {
  const text = toSpdxExpression(words);
  const expression = text === undefined ? undefined : parseExpression(text);
  if (expression !== undefined) return evaluateLicence(expression, { allow, deny });
  const isSame = (entry: string) => entry.toLowerCase() === words.trim().toLowerCase();
  if (deny.some(isSame)) return { result: "denied", licence: words };
  return { result: allow.some(isSame) ? "accepted" : "unknown" };
}

function refused(
  found: Package,
  { result, licence }: LicenceAnswer & { result: "denied" | "notAllowed" },
): Finding {
  const isDenied = result === "denied";
  const category = licenceCategory(licence.split(" ")[0]!.replace(/\+$/, ""));
  return finding(found, {
    rule: isDenied ? "licence-denied" : "licence-not-allowed",
    severity: "high",
    title: `${found.name} ${found.version} is under ${licence}, which ${isDenied ? "licences.deny lists" : "licences.allow does not list"}`,
    description: category === "unknown" ? undefined : `${licence} is ${describe[category]}.`,
    identity: [licence],
  });
}

function unknownLicence(found: Package, unknown: "warn" | "fail"): Finding {
  const { name, version, licences } = found;
  return finding(found, {
    rule: "licence-unknown",
    severity: unknown === "fail" ? "high" : "medium",
    title: `The licence of ${name} ${version} is not known`,
    description:
      licences.length === 0
        ? "Neither its metadata nor a file beside them names a licence."
        : "What it names is none of the SPDX list.",
    identity: [],
  });
}

const describe = {
  "public-domain": "given away without conditions",
  permissive: "permissive: it asks for the notice to be kept",
  "weak-copyleft": "copyleft for its own files: who passes them on changed gives their source",
  "strong-copyleft": "copyleft: who passes on a work made with it gives the source of all of it",
  "network-copyleft": "copyleft that counts for services on a network, too",
  "source-available": "no open-source licence: it restricts for what the software may be used",
} as const;

function finding(
  { purl, name, version, licences, locations, layer }: Package,
  input: Pick<FindingInput, "rule" | "severity" | "title" | "identity"> & {
    description: string | undefined;
  },
): Finding {
  const { description, identity, ...rest } = input;
  const [place] = locations;
  return createFinding({
    ...rest,
    kind: "licence",
    ...(description !== undefined && { description }),
    package: { purl, name, version },
    ...(place && { location: { path: place.path, ...(layer && { layer }) } }),
    evidence: { value: licences.join(", ").slice(0, 500) || "none", source: place?.path ?? purl },
    fix: {
      description:
        "Choose another package, or accept the licence in licences.allow once somebody has judged it.",
    },
    references,
    identity: [purl.split("?", 1)[0], ...identity],
  });
}
