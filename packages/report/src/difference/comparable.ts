import type { Finding, FindingKind, Report } from "@plimsoll/core";
import { kindOrder } from "../summary/words.ts";

/** The parts of a check that give findings of each kind; without an entry every check gives them. */
const partsOfKind: Partial<Record<FindingKind, readonly string[]>> = {
  vulnerability: ["vulnerabilities"],
  secret: ["secrets"],
  malware: ["malware"],
  licence: ["licences"],
  misconfiguration: ["audit"],
  capability: ["privileges"],
  signature: ["trust"],
};

type Scope = Pick<Report, "parts" | "sources">;

/** The kinds of finding that both reports looked for. */
export function comparableKinds(base: Scope, head: Scope): FindingKind[] {
  return kindOrder.filter((kind) => looksFor(base, kind) && looksFor(head, kind));
}

function looksFor({ parts }: Scope, kind: FindingKind): boolean {
  return parts === undefined || (partsOfKind[kind] ?? []).every((part) => parts.includes(part));
}

/**
 * Tells whether the base would hold a finding if it was there before. An image that was pulled shows
 * nothing of the Dockerfile beside it: what lies in the user's sources can only be compared with a
 * base whose sources were read.
 */
export function comparer(base: Scope, head: Scope): (finding: Finding) => boolean {
  const known = new Set(comparableKinds(base, head));
  const sources = new Set(head.sources);
  const hasSources = base.sources !== undefined && base.sources.length > 0;
  return ({ kind, location }) =>
    known.has(kind) && (hasSources || location === undefined || !sources.has(location.path));
}
