import * as z from "zod";
import { fingerprintOf } from "./fingerprint.ts";
import { severitySchema } from "./severity.ts";
import { vexClaimSchema } from "./vex.ts";

export const findingKindSchema = z.enum([
  "vulnerability",
  "misconfiguration",
  "secret",
  "malware",
  "licence",
  "signature",
  "capability",
  "policy",
]);
export type FindingKind = z.infer<typeof findingKindSchema>;

export const findingStatusSchema = z.enum([
  /** The rule looked and all is well. */
  "pass",
  /** The rule looked and something is wrong. */
  "fail",
  /** The rule has nothing to look at here; `statusReason` says why. */
  "notApplicable",
  /** The rule could not read what it needs; `statusReason` says why. Never counts as a pass. */
  "unknown",
  /** A failure that somebody waived; `suppression` says who and why. */
  "suppressed",
]);
export type FindingStatus = z.infer<typeof findingStatusSchema>;

/** Where in the subject: a file of the image, or a file of the user's sources (Dockerfile, compose). */
export const findingLocationSchema = z.object({
  path: z.string(),
  /** Line, counted from 1. */
  line: z.number().int().positive().optional(),
  /** Column, counted from 1 in UTF-16 units. */
  column: z.number().int().positive().optional(),
  /** diffID of the layer. */
  layer: z.string().optional(),
  /** The instruction that made the layer, or the instruction judged. */
  instruction: z.string().optional(),
});
export type FindingLocation = z.infer<typeof findingLocationSchema>;

/** The exact value read (secrets are redacted), and where it was read from. */
export const evidenceSchema = z.object({ value: z.string(), source: z.string() });
export type Evidence = z.infer<typeof evidenceSchema>;

/** Replaces the lines `startLine` to `endLine` (inclusive, counted from 1) of `path` by `replacement`. */
export const textEditSchema = z.object({
  path: z.string(),
  startLine: z.number().int().positive(),
  endLine: z.number().int().positive(),
  replacement: z.string(),
});
export type TextEdit = z.infer<typeof textEditSchema>;

/**
 * What an edit may change besides the finding: `safe` nothing that the result does, `unsafe` perhaps
 * what the program may do or how it starts, so that a person should look at it.
 */
export const fixTierSchema = z.enum(["safe", "unsafe"]);
export type FixTier = z.infer<typeof fixTierSchema>;

export const fixSchema = z.object({
  /** What to do, as a sentence. */
  description: z.string(),
  /** What the edits risk; `safe` where it is absent. */
  tier: fixTierSchema.optional(),
  /** Edits that do it, where a machine can. */
  edits: z.array(textEditSchema).optional(),
  /** JSON merge patch (RFC 7396) that does it, and the file of the host that it is for. */
  patch: z.object({ path: z.string(), merge: z.record(z.string(), z.unknown()) }).optional(),
  /** Commands of a POSIX shell that do it on the host; a second run changes nothing. */
  script: z.array(z.string()).optional(),
  /** Body of `POST /containers/{id}/update` (Engine API) that does it for a container as it runs. */
  update: z.object({ container: z.string(), body: z.record(z.string(), z.unknown()) }).optional(),
});
export type Fix = z.infer<typeof fixSchema>;

/** Why an advisory holds for an installed package: what was compared with what. */
export const advisoryMatchSchema = z.object({
  /** The advisory's identifier. */
  advisory: z.string(),
  /** The feed that published it, e.g. `osv/npm`. */
  feed: z.string(),
  /** RFC 3339 date of the newest record that was at hand. */
  updated: z.string().optional(),
  /** Name and version under which the package was looked up: of its source package, for most distributions. */
  name: z.string(),
  version: z.string(),
  /** The order of versions, e.g. `dpkg`. */
  order: z.string(),
  /** The affected versions among which the installed one is: `>= 1.0, < 1.2`, `all versions`. */
  range: z.string(),
});
export type AdvisoryMatch = z.infer<typeof advisoryMatchSchema>;

/** What a publisher does about a vulnerability that no version fixes. */
export const fixStateSchema = z.enum([
  "affected",
  "fix-deferred",
  "will-not-fix",
  "end-of-life",
  "under-investigation",
]);
export type FixState = z.infer<typeof fixStateSchema>;

/** The advisory behind a finding of kind `vulnerability`. */
export const vulnerabilitySchema = z.object({
  /** The CVE where there is one, else the advisory's own identifier. */
  id: z.string(),
  aliases: z.array(z.string()).default([]),
  /** Lowest version that is not affected; absent when there is none yet. */
  fixedVersion: z.string().optional(),
  /** RFC 3339: when the first advisory that names a fixed version was published. */
  fixPublished: z.string().optional(),
  /** What the publisher does about it, where no version fixes it and the feed says so. */
  state: fixStateSchema.optional(),
  /** The feed that says so, e.g. `osv/npm`. */
  feed: z.string(),
  /** The advisories that hold, and why: the first few. */
  matches: z.array(advisoryMatchSchema).optional(),
  summary: z.string().optional(),
  cvss: z.object({ score: z.number(), vector: z.string() }).optional(),
  /** CISA knows that it is exploited: the day on which it said so, and whether ransomware uses it. */
  kev: z.object({ added: z.string(), ransomware: z.boolean() }).optional(),
  /** FIRST's EPSS, from 0 to 1: probability that it is exploited within 30 days, and its rank. */
  epss: z.object({ score: z.number(), percentile: z.number() }).optional(),
  /** URLs of public exploits. */
  exploits: z.array(z.string()).optional(),
  /** What the container's privileges leave of it, from 0 to 1, and why: part of the risk. */
  reach: z.object({ factor: z.number().min(0).max(1), why: z.string() }).optional(),
  /** From 0 to 100: how likely an attack is, times how bad it would be. */
  risk: z.number().optional(),
  /** RFC 3339 */
  published: z.string().optional(),
  /** A VEX statement about it that suppresses nothing: `affected`, `under_investigation`, too wide a `fixed`. */
  vex: vexClaimSchema.optional(),
});
export type Vulnerability = z.infer<typeof vulnerabilitySchema>;

export const suppressionSchema = z.object({
  reason: z.string(),
  /** Who suppressed it: `plimsoll.yml`, `Dockerfile:3 (hadolint)`, `.trivyignore:2`. */
  by: z.string().optional(),
  /** Last day on which it holds, `YYYY-MM-DD`. */
  expires: z.string().optional(),
  /** The VEX statement that suppresses it, or what a waiver says in its terms. */
  vex: vexClaimSchema.optional(),
});
export type Suppression = z.infer<typeof suppressionSchema>;

/** Everything found is one of these, whichever room found it. */
export const findingSchema = z.object({
  /** The same between runs for the same cause; see `fingerprintOf`. */
  fingerprint: z.string(),
  /** Stable id of our own rule, e.g. `dockerfile-user-root`; `vulnerable-package` for advisories. */
  rule: z.string(),
  kind: findingKindSchema,
  severity: severitySchema,
  confidence: z.enum(["low", "medium", "high"]).default("high"),
  status: findingStatusSchema,
  statusReason: z.string().optional(),
  /** One line, for people. */
  title: z.string(),
  /** Why it matters, a few sentences of plain text. */
  description: z.string().optional(),
  package: z.object({ purl: z.string(), name: z.string(), version: z.string() }).optional(),
  vulnerability: vulnerabilitySchema.optional(),
  location: findingLocationSchema.optional(),
  /** Whether the base image brought it; absent when that is not known or there is no layer to tell. */
  inBase: z.boolean().optional(),
  evidence: evidenceSchema.optional(),
  fix: fixSchema.optional(),
  /** URLs */
  references: z.array(z.string()).default([]),
  /** Ids of the same concept elsewhere: `{ hadolint: ["DL3002"], cis: ["4.1"] }`. */
  peers: z.record(z.string(), z.array(z.string())).default({}),
  suppression: suppressionSchema.optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a rule says; `createFinding` adds the rest. */
export type FindingInput = Omit<z.input<typeof findingSchema>, "fingerprint" | "status"> & {
  status?: FindingStatus;
  /**
   * What tells this finding from others of the same rule, and stays when lines move: a path, a
   * package, the text judged. Never a secret's value.
   */
  identity: readonly (string | undefined)[];
};

/** Completes a finding: the fingerprint from `rule` and `identity`, `fail` as status, empty lists. */
export function createFinding(input: FindingInput): Finding {
  const { identity, vulnerability, ...rest } = input;
  return {
    ...rest,
    fingerprint: fingerprintOf(input.rule, identity),
    status: input.status ?? "fail",
    confidence: input.confidence ?? "high",
    references: input.references ?? [],
    peers: input.peers ?? {},
    ...(vulnerability && {
      vulnerability: { ...vulnerability, aliases: vulnerability.aliases ?? [] },
    }),
  };
}
