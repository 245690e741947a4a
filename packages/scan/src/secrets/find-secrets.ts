import type { Detector, Verification } from "./detector.ts";
import { identityOf, previewOf } from "./redacted.ts";
import { defaultRules, type SecretRules } from "./rules.ts";
import { type RawSecret, searchSecrets } from "./search.ts";
import { LineCounter, textBytes } from "./text.ts";

/** A secret, without the secret. */
export interface FoundSecret {
  /** Id of the detector, or of the rule of `plimsoll.yml`. */
  readonly detector: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1 in UTF-16 units. */
  readonly column: number;
  /** The value redacted, with what stands in front of it: `GITHUB_TOKEN=ghp_**** (40 characters)`. */
  readonly preview: string;
  /** Tells the value from others: leading digits of its SHA-256, 16 or, where it could be guessed, 4. */
  readonly identity: string;
  readonly verification: Exclude<Verification, "invalid">;
  /** Why `secrets.allow` of `plimsoll.yml` accepts it. */
  readonly allowed?: string;
}

/** What one text holds. */
export interface SecretFacts {
  /** By place; the first 50. */
  readonly secrets: readonly FoundSecret[];
  /** How many more there were. */
  readonly more?: number;
  /** Why a part of the text was not searched. */
  readonly unread?: string;
}

/** A value that is no secret here, although it looks like one. */
export interface AllowedValue {
  covers(path: string, value: string): boolean;
  readonly reason: string;
  /** Only what this detector found. */
  readonly rule?: string;
  /** Only the value with this digest. */
  readonly sha256?: string;
}

export interface FindOptions {
  /** Path within the image: some detectors look into files of certain names only. */
  path?: string;
  /** Default: our own detectors. */
  rules?: SecretRules;
  allowed?: readonly AllowedValue[];
}

/** Secrets of one text that are reported. */
const mostSecrets = 50;

/**
 * Finds secrets in a text. Values are never given back: only where they lie, and what they are.
 *
 * @example
 * findSecrets("GITHUB_TOKEN=ghp_…")[0]?.detector // "secret-github-pat"
 */
export function findSecrets(
  content: string | Uint8Array,
  options: FindOptions = {},
): FoundSecret[] {
  return [...factsOf(toBuffer(content), options).secrets];
}

/** As `findSecrets`, with what was left out. A text that is binary holds nothing. */
export function factsOf(content: Buffer, options: FindOptions = {}): SecretFacts {
  const { path = "", rules = defaultRules(), allowed = [] } = options;
  const text = textBytes(content);
  if (text === undefined) return { secrets: [] };
  const { secrets, isCut } = searchSecrets(text, path, rules);
  const apart = withoutOverlaps(secrets);
  const reported = apart.slice(0, mostSecrets);
  const values = secrets.map(({ value }) => value);
  const lines = new LineCounter(text);
  return {
    secrets: reported.map((secret) => describe(secret, values, lines, { path, rules, allowed })),
    ...(apart.length > reported.length && { more: apart.length - reported.length }),
    ...(isCut && { unread: "it holds too much that looks like secrets to look at all of it" }),
  };
}

/** Where two detectors see the same bytes, the earlier one in the list knows better what they are. */
function withoutOverlaps(secrets: readonly RawSecret[]): RawSecret[] {
  const kept: RawSecret[] = [];
  for (const secret of secrets.toSorted((a, b) => a.rank - b.rank || a.start - b.start)) {
    const isTaken = kept.some(({ start, end }) => secret.start < end && start < secret.end);
    if (!isTaken) kept.push(secret);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function describe(
  { rank, start, value, before, verification }: RawSecret,
  values: readonly string[],
  lines: LineCounter,
  { path, rules, allowed }: Required<FindOptions>,
): FoundSecret {
  const detector = rules.detectors[rank]!;
  const { id } = detector;
  const identity = identityOf(value);
  const reason = allowed.find(
    (one) =>
      (one.rule ?? id) === id &&
      (one.sha256?.startsWith(identity) ?? true) &&
      one.covers(path, value),
  )?.reason;
  return {
    detector: id,
    ...lines.at(start),
    preview: previewOf(before, value, fixedStart(detector, value), values),
    identity,
    verification: verification as FoundSecret["verification"],
    ...(reason !== undefined && { allowed: reason }),
  };
}

/** What all tokens of a kind start with; empty where a keyword is a name in front of the value. */
function fixedStart({ keywords, pattern, flags }: Detector, value: string): string {
  if (!pattern.startsWith("(") || flags !== undefined) return "";
  return keywords.find((word) => value.startsWith(word)) ?? "";
}

function toBuffer(content: string | Uint8Array): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
