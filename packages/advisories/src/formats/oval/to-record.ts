import { date, isId, maxItems, maxName, oneLine } from "../../records/fields.ts";
import type { RecordAffected, RecordReading } from "../../records/record.ts";
import { moduleOf } from "../red-hat/module.ts";
import type { OvalCriteria, OvalDefinition } from "./document.ts";
import { type Publisher, publishers } from "./publishers.ts";
import { readCriteria, type Statement } from "./read-criteria.ts";
import { NotUnderstood } from "./read-test.ts";

const classes = new Set(["patch", "vulnerability"]);

/** What a definition says; nothing for those that are about no vulnerability. */
export function toReadings(definition: OvalDefinition): RecordReading[] {
  const { id: definitionId, criteria } = definition;
  if (!classes.has(definition.class)) return [];
  const publisher = publishers.find(({ prefix }) => definitionId.startsWith(prefix));
  if (!publisher) return [broken(definitionId, "nobody known publishes it")];
  const id = publisher.id(definition);
  if (!isId(id)) return [broken(definitionId, "it names no advisory")];
  if (!criteria) return [broken(definitionId, "it has no criteria")];
  let affected: RecordAffected[];
  try {
    affected = affectedBy(definition, publisher, readCriteria(criteria));
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return [broken(definitionId, error.message)];
  }
  if (affected.length === 0) {
    // A kernel that runs is none of an image's business.
    return asksForKernel(criteria) ? [] : [broken(definitionId, "its criteria name no package")];
  }
  return [{ kind: "advisory", record: { ...headOf(definition, publisher, id), affected } }];
}

function asksForKernel({ children }: OvalCriteria): boolean {
  return children.some((child) =>
    "children" in child ? asksForKernel(child) : child.test?.kind === "uname_test",
  );
}

function broken(id: string, why: string): RecordReading {
  return { kind: "broken", why: `${id}: ${why}` };
}

function headOf(definition: OvalDefinition, { feed }: Publisher, id: string) {
  const { references, cves, vectors, severity, title, description } = definition;
  const named = [...references.map((reference) => reference.id), ...cves, title];
  const found = named.flatMap((text) => /\bCVE-\d{4}-\d{4,}(?!\d)/.exec(text)?.[0] ?? []);
  const published = dayOf(definition.issued);
  const updated = dayOf(definition.updated);
  const own = references.filter((reference) => reference.id.includes(id));
  const url = (own.find(({ source }) => source !== "CVE") ?? own[0])?.url ?? "";
  const upstream = [...new Set(found)].filter((cve) => cve !== id);
  return {
    feed,
    id,
    modified: updated > published ? updated : published,
    published,
    aliases: [],
    upstream,
    related: [],
    // A title that only repeats the CVE says nothing.
    summary: oneLine(
      /^CVE-[\d-]+(?: on Ubuntu .*)?$/.test(title) ? description : plainTitle(title),
    ),
    severityWord: severity,
    // One rating of several vulnerabilities is none of theirs.
    severities:
      upstream.length > 1 ? [] : vectors.slice(0, 1).map((score) => ({ type: "CVSS_V3", score })),
    ...(/^https?:\/\/[^\s"<>]+$/.test(url) && { url }),
  };
}

/** `RHSA-2024:2780: nodejs:18 security update (Important)` without what the record says elsewhere. */
function plainTitle(title: string): string {
  return title
    .replace(/^(?:RH[SBE]A-|ELSA-|USN-)?\d+[:-]\d+(?::| --)\s*/, "")
    .replace(/\s*\((?:low|moderate|important|critical|n\/a)\)$/i, "");
}

/** `2021-04-30`, `2026-01-01 12:00:00 UTC`, or as RFC 3339 writes it. */
function dayOf(text: string): string {
  const [, day, time = "00:00:00"] =
    /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}) UTC)?$/.exec(text) ?? [];
  return date(day === undefined ? text : `${day}T${time}Z`);
}

function affectedBy(
  definition: OvalDefinition,
  publisher: Publisher,
  statements: readonly Statement[],
): RecordAffected[] {
  const found = new Map<string, RecordAffected>();
  for (const statement of statements) {
    const products = statement.products.length > 0 ? statement.products : definition.platforms;
    if (statement.products.length === 0 && new Set(products).size > 1) {
      throw new NotUnderstood("it is about several platforms, and its criteria do not tell which");
    }
    for (const product of new Set(products)) {
      const placements = publisher.place(definition, product, statement);
      if (placements.length === 0) throw new NotUnderstood(`${product} is no release`);
      for (const placement of placements) {
        for (const name of statement.names) {
          if (name === "" || name.length > maxName || /-debug(?:info|source)$/.test(name)) continue;
          const affected = toAffected(definition, publisher, placement, name, statement);
          found.set(JSON.stringify(affected), affected);
          if (found.size > maxItems)
            throw new NotUnderstood(`it is about more than ${maxItems} packages`);
        }
      }
    }
  }
  return [...found.values()];
}

function toAffected(
  definition: OvalDefinition,
  publisher: Publisher,
  { ecosystem, repositories }: ReturnType<Publisher["place"]>[number],
  name: string,
  statement: Statement,
): RecordAffected {
  const fixed = statement.events.find(({ type }) => type === "fixed")?.version ?? "";
  const state = fixed !== "" ? undefined : publisher.state(definition, name, statement);
  const isAffected = state !== "not-affected";
  return {
    ecosystem,
    name,
    ranges: [isAffected ? statement.events : notAffected],
    versions: isAffected ? statement.versions : [],
    severities: [],
    urgency: "",
    notice: "",
    ...(state !== undefined && isAffected && { state }),
    ...moduleOf(statement.module ?? "", fixed, publisher.namesModules),
    ...(statement.arches && { arches: [...statement.arches].sort() }),
    ...(repositories && { repositories }),
  };
}

const notAffected = [
  { type: "introduced", version: "0" },
  { type: "fixed", version: "0" },
] as const;
