import * as z from "zod";
import { baseAdviceSchema } from "./advice.ts";
import { differenceSchema } from "./difference.ts";
import { findingSchema } from "./finding.ts";
import { inventorySchema } from "./package.ts";
import { privilegesSchema } from "./privileges.ts";
import { subjectSchema } from "./subject.ts";
import { trustSchema } from "./trust.ts";

/** Version of the report's schema. Fields may be added within a major version, never changed or removed. */
export const reportSchemaVersion = "1.0";

/** Something that could not be inspected. The rest of the report stands. */
export const incompleteSchema = z.object({
  /** A `PlimsollError` code. */
  code: z.string(),
  /** What was not inspected: a path, a layer, a feed. */
  what: z.string(),
  /** Why, as a sentence. */
  why: z.string(),
  /** diffID of the layer it lies in. */
  layer: z.string().optional(),
});
export type Incomplete = z.infer<typeof incompleteSchema>;

/** Where the advisories came from. */
export const advisoryDataSchema = z.object({
  /**
   * `baseline` is the small embedded set; `directory` a set built by `plimsoll advisories build`,
   * `mirror` one that was fetched; `osv-api` are answers of OSV's API about these packages.
   */
  source: z.enum(["baseline", "directory", "mirror", "osv-api", "none"]),
  /** RFC 3339 date of the newest data in it. */
  updated: z.string().optional(),
  /** How many advisories were at hand. */
  advisories: z.number().int(),
  note: z.string().optional(),
});
export type AdvisoryData = z.infer<typeof advisoryDataSchema>;

export const verdictSchema = z.object({
  result: z.enum(["pass", "warn", "fail"]),
  /** Each a sentence; a verdict other than `pass` has at least one. */
  reasons: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** The whole answer to "is it safe to sail?". */
export const reportSchema = z.object({
  schemaVersion: z.literal(reportSchemaVersion),
  tool: z.object({ name: z.string(), version: z.string() }),
  subject: subjectSchema,
  /**
   * What was looked at (`packages`, `audit` …), where that was not everything; `os-packages` are
   * those of the operating system alone.
   */
  parts: z.array(z.string()).optional(),
  /** Files of the user's sources that were audited: Dockerfiles, compose files and others. */
  sources: z.array(z.string()).optional(),
  inventory: inventorySchema,
  advisories: advisoryDataSchema.optional(),
  findings: z.array(findingSchema),
  /** What other base images would do; absent unless it was asked for. */
  baseAdvice: baseAdviceSchema.optional(),
  /** What changed since an earlier state; absent unless it was asked for. */
  difference: differenceSchema.optional(),
  trust: trustSchema,
  privileges: privilegesSchema,
  verdict: verdictSchema,
  incomplete: z.array(incompleteSchema),
  timing: z.object({
    /** RFC 3339 */
    startedAt: z.string(),
    /** Milliseconds in all. */
    totalMs: z.number(),
    /** Milliseconds by phase. */
    phases: z.record(z.string(), z.number()),
  }),
});
export type Report = z.infer<typeof reportSchema>;
