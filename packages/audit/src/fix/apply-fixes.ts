import type { Finding, TextEdit } from "@plimsoll/core";
import { type AuditResult, maxObservations } from "../rule/judge.ts";
import { applyEdits, doOverlap } from "./apply-edits.ts";

/** What may be applied. */
export interface FixOptions {
  /** Apply fixes of the tier `unsafe`, too. Default: no. */
  readonly unsafe?: boolean;
}

/** A fix, by the finding that asked for it. */
export interface FixedFinding {
  readonly rule: string;
  /** Line at the time the fix was applied; earlier fixes may have moved it. */
  readonly line: number | undefined;
  readonly description: string;
}

/** A text after its fixes. */
export interface FixedText {
  readonly text: string;
  readonly applied: readonly FixedFinding[];
  /** Fixes that were taken back, and why. */
  readonly refused: readonly (FixedFinding & { readonly why: string })[];
}

/** UTF-16 units that are judged, all steps together, before what is left is left; some steps always are. */
const maxJudged = 20_000_000;
const minAudits = 12;
const maxAudits = 500;

/**
 * Applies the fixes of a file until none is left: after each step the text is judged again, and a
 * step that breaks the file, changes nothing or makes another rule fail is taken back. Fixing the
 * result again changes nothing.
 *
 * @param audit judges a text as the caller would, with the caller's rules and waivers
 */
export function applyFixes(
  text: string,
  audit: (text: string) => AuditResult,
  options: FixOptions = {},
): FixedText {
  const applied: FixedFinding[] = [];
  let refused = new Map<string, FixedFinding & { why: string }>();
  let audits = 1;
  const limit = Math.min(Math.max(maxJudged / (text.length + 1), minAudits), maxAudits);
  let current = { text, result: audit(text) };
  /** Applies all of `wanted`, or nothing. */
  const attempt = (wanted: readonly Fixable[]): string | undefined => {
    const edited = applyEdits(
      current.text,
      wanted.flatMap(({ edits }) => edits),
    );
    if (edited === undefined || edited === current.text) return "its edit does not fit the file";
    audits += 1;
    const result = audit(edited);
    const why = compare(current.result, result, wanted);
    if (why !== undefined) return why;
    applied.push(...wanted.map(({ finding }) => describe(finding)));
    current = { text: edited, result };
    return undefined;
  };
  let changedSinceRefusal = false;
  // Halved where a step is refused, so that the fix to blame is found soon.
  let batchSize = Number.POSITIVE_INFINITY;
  while (audits < limit) {
    const lines = current.text.split("\n");
    const wanted = current.result.findings
      .flatMap((finding) => fixableOf(finding, options) ?? [])
      .filter((fixable) => !refused.has(keyOf(lines, fixable)));
    if (wanted.length === 0) {
      // What did not fit before may fit the text as it is now: nothing may be left for a second run.
      if (refused.size === 0 || !changedSinceRefusal) break;
      refused = new Map();
      changedSinceRefusal = false;
      continue;
    }
    const batch = withoutOverlaps(wanted).slice(0, batchSize);
    const why = attempt(batch);
    if (why === undefined) {
      changedSinceRefusal = true;
      batchSize *= 2;
    } else if (batch.length > 1) {
      batchSize = Math.ceil(batch.length / 2);
    } else {
      const [first] = batch;
      refused.set(keyOf(lines, first!), { ...describe(first!.finding), why });
      batchSize = 2;
    }
  }
  return { text: current.text, applied, refused: [...refused.values()] };
}

interface Fixable {
  readonly finding: Finding;
  readonly edits: readonly TextEdit[];
}

function fixableOf(finding: Finding, { unsafe = false }: FixOptions): Fixable | undefined {
  const { fix, location, status } = finding;
  if (status !== "fail" || fix?.edits === undefined || fix.edits.length === 0) return undefined;
  if (fix.tier === "unsafe" && !unsafe) return undefined;
  // A fix in another file is that file's.
  if (fix.edits.some(({ path }) => path !== location?.path)) return undefined;
  return { finding, edits: fix.edits };
}

function withoutOverlaps(wanted: readonly Fixable[]): Fixable[] {
  const batch: Fixable[] = [];
  const taken = new Set<number>();
  for (const fixable of wanted) {
    const lines = fixable.edits.flatMap(({ startLine, endLine }) =>
      Array.from({ length: endLine - startLine + 1 }, (_, i) => startLine + i),
    );
    if (lines.some((line) => taken.has(line))) continue;
    if (fixable.edits.some((edit, i) => doOverlap([edit], fixable.edits.slice(i + 1)))) continue;
    for (const line of lines) taken.add(line);
    batch.push(fixable);
  }
  return batch.length > 0 ? batch : wanted.slice(0, 1);
}

/** What speaks against a step; undefined when it may stay. */
function compare(
  before: AuditResult,
  after: AuditResult,
  wanted: readonly Fixable[],
): string | undefined {
  if (after.incomplete.length > before.incomplete.length) {
    return "the file could not be read afterwards";
  }
  const [then, now] = [countOpen(before), countOpen(after)];
  const mended = new Map<string, number>();
  for (const { finding } of wanted) mended.set(finding.rule, (mended.get(finding.rule) ?? 0) + 1);
  for (const [rule, count] of now) {
    const open = then.get(rule) ?? 0;
    // Of a rule that fails in more places than are listed, others take the place of those that are mended.
    const expected = open < maxObservations ? open - (mended.get(rule) ?? 0) : open;
    if (count <= expected) continue;
    return mended.has(rule) ? "the rule fails afterwards, too" : `${rule} would fail then`;
  }
  return undefined;
}

/**
 * How many places each rule objects to, cannot tell of, or leaves to another rule: when that one is
 * mended, its place is judged, which is nothing new.
 */
function countOpen({ findings }: AuditResult): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, status, location } of findings) {
    const isOpen =
      status === "fail" ||
      status === "unknown" ||
      (status === "notApplicable" && location?.line !== undefined);
    if (isOpen) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

function describe({ fix, location, rule }: Finding): FixedFinding {
  return { rule, line: location?.line, description: fix!.description };
}

/** The same for the same fix of the same lines, wherever they have moved to. */
function keyOf(lines: readonly string[], { finding, edits }: Fixable): string {
  const replaced = edits.map(({ startLine, endLine, replacement }) => [
    ...lines.slice(startLine - 1, endLine),
    replacement,
  ]);
  return JSON.stringify([finding.rule, finding.fingerprint, replaced]);
}
