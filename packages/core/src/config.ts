import * as z from "zod";
import { licencesConfigSchema } from "./licences/config.ts";
import { secretsConfigSchema } from "./secrets/config.ts";
import { severitySchema } from "./severity.ts";
import { trustConfigSchema } from "./trust-policy/config.ts";
import { vexJustifications } from "./vex.ts";

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a day is written YYYY-MM-DD")
  .refine((day) => {
    const parsed = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  }, "there is no such day");

/** What the value of a label may have to be. */
const labelFormats = ["text", "url", "email", "semver", "rfc3339", "spdx", "hash"] as const;

/** A waiver. All the conditions given must hold; at least one is needed. */
export const ignoreSchema = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .optional()
      .describe("A CVE, any alias of it, or an advisory's identifier"),
    rule: z.string().min(1).optional().describe("Id of a rule"),
    package: z.string().min(1).optional().describe("Package name, or purl with or without version"),
    path: z
      .string()
      .min(1)
      .optional()
      .describe("Path of the location; `*` stands for any run of characters"),
    target: z
      .string()
      .min(1)
      .optional()
      .describe(
        "What is looked at: the image as it was named, or the audited file, container or service of a compose file; `*` stands for any run of characters",
      ),
    fingerprint: z
      .string()
      .min(1)
      .optional()
      .describe("Fingerprint of one finding, as reports give it"),
    reason: z.string().trim().min(1, "a waiver needs a reason").describe("Why this is acceptable"),
    expires: date.optional().describe("Last day on which the waiver holds, `YYYY-MM-DD` (UTC)"),
    vex: z
      .enum(vexJustifications)
      .optional()
      .describe(
        "Why the vulnerability does not affect the image: VEX documents then say `not_affected`; without it a waiver accepts a risk",
      ),
  })
  .refine(
    ({ id, rule, package: name, path, target, fingerprint }) =>
      [id, rule, name, path, target, fingerprint].some((condition) => condition !== undefined),
    "give at least one of id, rule, package, path, target, fingerprint",
  );
export type Ignore = z.infer<typeof ignoreSchema>;

/**
 * `plimsoll.yml`. The command line, the SDK and the action use the same keys; the defaults live
 * here and nowhere else.
 */
export const configSchema = z.strictObject({
  image: z
    .string()
    .min(1)
    .optional()
    .describe("The image to check when none is named on the command line"),
  platform: z
    .string()
    .min(1)
    .optional()
    .describe(
      "`os/architecture[/variant]` to choose from a multi-platform index, or for `plimsoll verify` also `all`; default: linux and this machine's architecture",
    ),
  inspectors: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Modules of your own that look at files in the same pass; they are programs, see docs/inspectors.md",
    ),
  base: z
    .string()
    .min(1)
    .optional()
    .describe(
      "The base image, to tell what it brought from what is yours; default: what annotations, the Dockerfile's FROM and images checked before tell",
    ),
  "base-candidates": z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Images that could be the base instead: they are scanned too, and the report says which of them clears most vulnerabilities",
    ),
  "suggest-base": z
    .boolean()
    .default(false)
    .describe(
      "Compare the base image with other tags of its repository that were checked on this machine, too",
    ),
  "compare-with": z
    .string()
    .min(1)
    .optional()
    .describe(
      "What to compare with: an image, or the file of an earlier report (JSON) or of a bill of materials; the report then says what is new and what is fixed",
    ),
  "compare-files": z
    .string()
    .min(1)
    .optional()
    .describe(
      "Folder with an earlier state of the sources, e.g. a checkout of the base branch: where `compare-with` is an image, the Dockerfiles and other files are compared with those in it",
    ),
  "only-new": z
    .boolean()
    .default(true)
    .describe(
      "Where something is compared: whether only findings that are new, or worse than before, can fail the verdict",
    ),
  dockerfile: z
    .array(z.string().min(1))
    .default([])
    .describe("Dockerfiles to audit with the image"),
  compose: z.array(z.string().min(1)).default([]).describe("Compose files to audit with the image"),
  files: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Other files to audit, their kind told from name and content: Kubernetes objects, devcontainer.json, GitHub workflows, compose files",
    ),
  "fail-on": z
    .union([severitySchema, z.literal("none")])
    .default("high")
    .describe("Least severity that fails the verdict, or `none`"),
  "fail-on-unfixed": z
    .boolean()
    .default(false)
    .describe("Whether a vulnerability without a fixed version can fail the verdict"),
  "fix-grace-days": z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      "Days after the publication of a fix in which a vulnerability does not fail the verdict yet",
    ),
  ignore: z
    .array(ignoreSchema)
    .default([])
    .describe("Waivers; an expired or unused one is reported"),
  advisories: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .optional()
        .describe(
          "A folder made by `plimsoll advisories build` or `pull`; mirrors are not asked then. Without either, `api` says who is asked",
        ),
      mirrors: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Where advisories are published, asked in order: `oci://registry/repository:tag`, `https://host/folder`, `npm:@scope`",
        ),
      key: z
        .string()
        .min(1)
        .optional()
        .describe("PEM file of the public key that must have signed the advisories"),
      offline: z
        .boolean()
        .default(false)
        .describe(
          "Ask no mirror and no service for advisories; use what was fetched before. The environment variable PLIMSOLL_OFFLINE says the same",
        ),
      api: z
        .union([z.boolean(), z.string().regex(/^https?:\/\//, "an address begins with https://")])
        .default(true)
        .describe(
          "Without a directory and mirrors, ask OSV's API, or the service at this address that speaks like it: names and versions of packages are sent there. With false, the embedded baseline is used",
        ),
      "fail-on-stale": z
        .boolean()
        .default(false)
        .describe(
          "Fail the verdict when the data is older than `max-age-days`, of unknown age, or only the embedded baseline",
        ),
      "max-age-days": z
        .number()
        .positive()
        .default(7)
        .describe("Warn when the data is older than this many days"),
    })
    .prefault({}),
  vex: z
    .strictObject({
      documents: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "VEX documents to apply (OpenVEX, CSAF, CycloneDX): files, and folders of `.json` files",
        ),
      "trust-unsigned": z
        .boolean()
        .default(false)
        .describe(
          "Apply VEX attestations of the image and its base image that none of trust.keys signed, too",
        ),
    })
    .prefault({}),
  trust: trustConfigSchema,
  audit: z
    .strictObject({
      disable: z.array(z.string().min(1)).default([]).describe("Rules not to run"),
      severity: z
        .record(z.string(), severitySchema)
        .default({})
        .describe("Severity by rule, in place of the rule's own"),
      enable: z.array(z.string().min(1)).default([]).describe("Optional rules to run"),
      "trusted-registries": z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Registries that base images may come from; `*.example.com` stands for every host below, `*` for all; empty: any",
        ),
      "label-schema": z
        .record(z.string().min(1), z.enum(labelFormats))
        .default({})
        .describe("Labels that a Dockerfile must set, with their format"),
      "strict-labels": z
        .boolean()
        .default(false)
        .describe("Report labels that `label-schema` does not list"),
      "honour-peers": z
        .boolean()
        .default(true)
        .describe(
          "Let pragmas and ignore files of hadolint, Trivy, checkov, Dockle, KICS and BuildKit waive the rules that are the same there",
        ),
      "inline-ignores": z
        .boolean()
        .default(true)
        .describe("Let comments in the audited files waive rules; false leaves it to `ignore`"),
    })
    .prefault({}),
  secrets: secretsConfigSchema,
  malware: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Look for malware"),
      databases: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "ClamAV signatures: folders that freshclam fills, `.cvd` and `.cld` files, or `.hdb`, `.ndb` …; default: what is built in",
        ),
      clamd: z
        .string()
        .min(1)
        .optional()
        .describe(
          "Address of a running clamd that looks at the image too: `unix:/run/clamav/clamd.ctl` or `host:3310`",
        ),
    })
    .prefault({}),
  licences: licencesConfigSchema,
  verify: z
    .strictObject({
      packages: z
        .boolean()
        .default(false)
        .describe(
          "Compare the files of the image with the checksums that dpkg, apk and rpm keep; reads every file of the system",
        ),
    })
    .prefault({}),
  registry: z
    .strictObject({
      insecure: z
        .array(z.string().min(1))
        .default([])
        .describe(
          "Hosts (`host[:port]`), of this machine too, that may be spoken to over plain HTTP or with a certificate that nobody vouches for",
        ),
      mirrors: z
        .record(z.string(), z.array(z.string().min(1)))
        .default({})
        .describe("Mirrors by registry host, tried in order before the registry itself"),
    })
    .prefault({}),
  cache: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Keep the facts of layers, so that they need not be walked again"),
      directory: z
        .string()
        .min(1)
        .optional()
        .describe("Default: `plimsoll` in the user's cache folder"),
    })
    .prefault({}),
});
/** A configuration with its defaults filled in. */
export type Config = z.infer<typeof configSchema>;
/** A configuration as a user writes it. */
export type ConfigInput = z.input<typeof configSchema>;
