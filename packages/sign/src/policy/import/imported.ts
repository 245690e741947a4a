import { type TrustRuleInput, trustRuleSchema } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { shorten } from "../../verify/check.ts";

/** A rule as `plimsoll.yml` holds it. */
export type RuleInput = TrustRuleInput;
/** Who may sign, as `plimsoll.yml` holds it. */
export type RequirementInput = NonNullable<NonNullable<RuleInput["require"]>["any-of"]>[number];

/** Something that could not be carried over as it was. */
export interface ImportNote {
  /** Which statement of the other policy. */
  readonly what: string;
  /** What became of it, as a sentence. */
  readonly why: string;
}

/** What a policy of another tool comes to. */
export interface ImportedPolicy {
  /** `notation`, `containers`, `policy-controller`, `kyverno`. */
  readonly format: string;
  /** For `trust:` of `plimsoll.yml`. */
  readonly rules: readonly RuleInput[];
  readonly notes: readonly ImportNote[];
}

/** Why a statement cannot be carried over without being weaker: its images are refused instead. */
export class WouldBeWeaker extends Error {}

/** Collects the rules of a policy. */
export interface Collector {
  readonly rules: RuleInput[];
  readonly notes: ImportNote[];
}

/**
 * Adds what `make` gives for these images. Where that would be weaker than what it was made from, or is
 * no rule, the images are refused.
 */
export function addRule(
  { rules, notes }: Collector,
  what: string,
  images: readonly string[],
  make: (note: (why: string) => void) => Omit<RuleInput, "images">,
): void {
  const note = (why: string) => notes.push({ what: shorten(what, 200), why: shorten(why, 500) });
  const valid = images.filter((image) => {
    const isValid = trustRuleSchema.safeParse({ images: [image], level: "refuse" }).success;
    if (!isValid) note(`${JSON.stringify(image)} is no pattern of repositories here: left out`);
    return isValid;
  });
  if (valid.length === 0) return;
  try {
    const rule = { images: valid, ...make(note) };
    const parsed = trustRuleSchema.safeParse(rule);
    if (parsed.success) {
      rules.push(rule);
      return;
    }
    throw new WouldBeWeaker(parsed.error.issues[0]?.message ?? "it is no rule here");
  } catch (error) {
    if (!(error instanceof WouldBeWeaker)) throw error;
    note(`${error.message}: refused instead`);
    rules.push({ images: valid, level: "refuse" });
  }
}

/** Patterns that several statements name: only one rule counts here, so that they are refused. */
export function refuseRepetition({ rules, notes }: Collector): RuleInput[] {
  const count = new Map<string, number>();
  for (const { images } of rules) {
    for (const image of new Set(images)) count.set(image, (count.get(image) ?? 0) + 1);
  }
  const repeated = [...count].filter(([, times]) => times > 1).map(([image]) => image);
  const own = rules.flatMap((rule): RuleInput[] => {
    const images = [...new Set(rule.images)].filter((image) => !repeated.includes(image));
    return images.length === 0 ? [] : [{ ...rule, images }];
  });
  if (repeated.length === 0) return own;
  for (const image of repeated) {
    notes.push({
      what: image,
      why: "Several statements name it, and all must hold: refused instead",
    });
  }
  return [...own, { images: repeated, level: "refuse" }];
}

/** Refuses what this importer does not know: it may have narrowed the statement. */
export function refuseUnknown(object: JsonObject, known: readonly string[], what: string): void {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new WouldBeWeaker(`${what} has ${unknown.join(", ")}, which cannot be carried over`);
  }
}

/** A name for the notes; the value may be anything. */
export function nameIn(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

/** The entries that are objects. @throws WouldBeWeaker for any that is not */
export function objectsIn(value: unknown, what: string): JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    throw new WouldBeWeaker(`${what} is no list of objects`);
  }
  return value;
}

/** The entries that are texts. @throws WouldBeWeaker for any that is not */
export function textsIn(value: unknown, what: string): string[] {
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every((one) => typeof one === "string")) {
    throw new WouldBeWeaker(`${what} is no list of texts`);
  }
  return list;
}
