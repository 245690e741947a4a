import * as z from "zod";
import { severitySchema } from "../severity.ts";

const reason = z.string().trim().min(1, "it needs a reason");

/** A kind of secret of one's own. */
export const secretRuleSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "an id has lower-case letters, digits and hyphens")
    .describe("Its id in reports, e.g. `acme-token`"),
  title: z.string().min(1).optional().describe("What it is; default: the id"),
  pattern: z
    .string()
    .min(1)
    .describe(
      "Regular expression, with the secret in its one group if it has one; look-arounds, back-references and repeats that can take long are refused",
    ),
  keywords: z
    .array(z.string().regex(/^[\x20-\x7e]{4,100}$/, "a keyword has 4 to 100 printable characters"))
    .min(1)
    .describe(
      "Texts of at least 4 characters, of which one is in every match, at most 100 characters after its start; case is ignored",
    ),
  severity: severitySchema.default("high").describe("Severity of its findings"),
  "ignore-case": z.boolean().default(false).describe("Whether the pattern ignores case"),
});
export type SecretRule = z.infer<typeof secretRuleSchema>;

/** Secrets that are none, or that are known. All the conditions given must hold. */
export const secretAllowSchema = z
  .strictObject({
    rule: z.string().min(1).optional().describe("Id of a detector or rule"),
    path: z
      .string()
      .min(1)
      .optional()
      .describe("Path of the file; `*` stands for any run of characters"),
    pattern: z.string().min(1).optional().describe("Regular expression that matches the value"),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "a SHA-256 has 64 lower-case hexadecimal digits")
      .optional()
      .describe(
        "SHA-256 of the value, as `sha256sum` prints it (without a line break behind the value)",
      ),
    reason: reason.describe("Why this is no secret, or an accepted one"),
  })
  .refine(
    ({ rule, path, pattern, sha256 }) =>
      [rule, path, pattern, sha256].some((condition) => condition !== undefined),
    "give at least one of rule, path, pattern, sha256",
  );
export type SecretAllow = z.infer<typeof secretAllowSchema>;

/** The key `secrets` of `plimsoll.yml`. */
export const secretsConfigSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe("Look for secrets in every layer"),
    disable: z.array(z.string().min(1)).default([]).describe("Detectors not to report"),
    rules: z.array(secretRuleSchema).default([]).describe("Kinds of secrets of your own"),
    allow: z
      .array(secretAllowSchema)
      .default([])
      .describe("What is found and is no secret; it is listed as suppressed, with the reason"),
  })
  .prefault({});
export type SecretsConfig = z.infer<typeof secretsConfigSchema>;
