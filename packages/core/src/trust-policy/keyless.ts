import * as z from "zod";
import { isOnlyOne, text, texts } from "./text.ts";

/** A workflow of GitHub Actions, by what Fulcio writes into its certificate. */
export const gitHubIdentitySchema = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "a repository is written owner/name")
    .describe("`owner/name` of the repository that the workflow ran for"),
  workflow: z
    .string()
    .regex(
      /^(?:(?:[\w.-]{1,100}\/[\w.-]{1,100}\/)?\.github\/workflows\/)?[\w. -]{1,200}\.ya?ml$/,
      "a workflow is written release.yml, or owner/name/.github/workflows/release.yml",
    )
    .optional()
    .describe(
      "File of the workflow, `release.yml`, or of a reusable one elsewhere, `owner/name/.github/workflows/build.yml`; default: any of the repository's own",
    ),
  refs: texts
    .default(["refs/heads/**", "refs/tags/**"])
    .describe(
      "Refs that it may have run for; `*` stands for anything but `/`, `**` for anything; default: branches and tags, not pull requests",
    ),
  "repository-id": z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe("The repository's number: another repository of the same name has another"),
  "owner-id": z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe("The owner's number"),
  runner: z
    .enum(["github-hosted", "self-hosted"])
    .optional()
    .describe("Whose machine it must have run on"),
});
export type GitHubIdentity = z.infer<typeof gitHubIdentitySchema>;

/** A short-lived certificate (Sigstore keyless) for one of these identities. */
export const keylessSchema = z
  .strictObject({
    issuer: text
      .optional()
      .describe("The OIDC issuer, exactly, e.g. `https://token.actions.githubusercontent.com`"),
    "issuer-pattern": text
      .optional()
      .describe("Regular expression (RE2) that the whole issuer must match"),
    identity: text
      .optional()
      .describe("The certificate's subject, exactly: a workflow's URI or an address of e-mail"),
    "identity-glob": text
      .optional()
      .describe("The same with `*` for anything but `/` and `**` for anything"),
    "identity-pattern": text
      .optional()
      .describe("Regular expression (RE2) that the whole subject must match"),
    github: gitHubIdentitySchema.optional().describe("A workflow of GitHub Actions"),
  })
  .refine(
    ({ github, ...own }) =>
      isOnlyOne(own.identity, own["identity-glob"], own["identity-pattern"], github),
    "give exactly one of identity, identity-glob, identity-pattern, github",
  )
  .refine(
    ({ github, issuer, "issuer-pattern": pattern }) =>
      isOnlyOne(issuer, pattern) || (github !== undefined && issuer === pattern),
    "give exactly one of issuer, issuer-pattern",
  );
export type KeylessRequirement = z.infer<typeof keylessSchema>;
