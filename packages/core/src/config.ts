import * as z from "zod";
import { severitySchema } from "./severity.ts";

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a day is written YYYY-MM-DD")
  .refine((day) => {
    const parsed = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  }, "there is no such day");

/** A waiver. All the conditions given must hold; at least one is needed. */
export const ignoreSchema = z
  .strictObject({
    /** A CVE, any alias of it, or an advisory's identifier. */
    id: z.string().min(1).optional(),
    rule: z.string().min(1).optional(),
    /** Package name, or purl with or without version. */
    package: z.string().min(1).optional(),
    /** Path of the location; `*` stands for any run of characters. */
    path: z.string().min(1).optional(),
    fingerprint: z.string().min(1).optional(),
    /** Why this is acceptable. */
    reason: z.string().trim().min(1, "a waiver needs a reason"),
    /** Last day on which the waiver holds, `YYYY-MM-DD` (UTC). */
    expires: date.optional(),
  })
  .refine(
    ({ id, rule, package: name, path, fingerprint }) =>
      [id, rule, name, path, fingerprint].some((condition) => condition !== undefined),
    "give at least one of id, rule, package, path, fingerprint",
  );
export type Ignore = z.infer<typeof ignoreSchema>;

/**
 * `plimsoll.yml`. The command line, the SDK and the action use the same keys; the defaults live
 * here and nowhere else.
 */
export const configSchema = z.strictObject({
  /** The image to check when none is named on the command line. */
  image: z.string().min(1).optional(),
  /** `os/architecture[/variant]` to choose from a multi-platform index; default: linux and this machine's architecture. */
  platform: z.string().min(1).optional(),
  /** Dockerfiles to audit with the image. */
  dockerfile: z.array(z.string().min(1)).default([]),
  /** Compose files to audit with the image. */
  compose: z.array(z.string().min(1)).default([]),
  /** Least severity that fails the verdict, or `none`. */
  "fail-on": z.union([severitySchema, z.literal("none")]).default("high"),
  /** Whether a vulnerability without a fixed version can fail the verdict. */
  "fail-on-unfixed": z.boolean().default(false),
  ignore: z.array(ignoreSchema).default([]),
  advisories: z
    .strictObject({
      /** A folder made by `plimsoll advisories build`; default: the embedded baseline. */
      directory: z.string().min(1).optional(),
      /** Warn when the data is older than this many days. */
      "max-age-days": z.number().positive().default(7),
    })
    .prefault({}),
  trust: z
    .strictObject({
      /** PEM files of the public keys that may sign. */
      keys: z.array(z.string().min(1)).default([]),
      /** Fail the verdict unless a signature by one of the keys is verified. */
      require: z.boolean().default(false),
    })
    .prefault({}),
  audit: z
    .strictObject({
      /** Rules not to run. */
      disable: z.array(z.string().min(1)).default([]),
      /** Severity by rule, in place of the rule's own. */
      severity: z.record(z.string(), severitySchema).default({}),
    })
    .prefault({}),
  registry: z
    .strictObject({
      /** Hosts (`host[:port]`) that may be spoken to over plain HTTP or with a certificate that nobody vouches for. */
      insecure: z.array(z.string().min(1)).default([]),
      /** Mirrors by registry host, tried in order before the registry itself. */
      mirrors: z.record(z.string(), z.array(z.string().min(1))).default({}),
    })
    .prefault({}),
  cache: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Default: `plimsoll` in the user's cache folder. */
      directory: z.string().min(1).optional(),
    })
    .prefault({}),
});
/** A configuration with its defaults filled in. */
export type Config = z.infer<typeof configSchema>;
/** A configuration as a user writes it. */
export type ConfigInput = z.input<typeof configSchema>;
