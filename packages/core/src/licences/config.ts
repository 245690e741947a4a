import * as z from "zod";

/** What a licence asks of who passes the software on, from least to most. */
export const licenceCategorySchema = z.enum([
  "public-domain",
  "permissive",
  "weak-copyleft",
  "strong-copyleft",
  "network-copyleft",
  "source-available",
  "unknown",
]);
export type LicenceCategory = z.infer<typeof licenceCategorySchema>;

const names = z.array(z.string().trim().min(1)).default([]);

/** The key `licences` of `plimsoll.yml`. */
export const licencesConfigSchema = z
  .strictObject({
    allow: names.describe(
      "Licences that are accepted, as SPDX identifiers or categories (`permissive`, `weak-copyleft` …); where any is given, all others are findings",
    ),
    deny: names.describe(
      "Licences that are findings, as SPDX identifiers or categories; they go before `allow`",
    ),
    unknown: z
      .enum(["ignore", "warn", "fail"])
      .default("ignore")
      .describe("What becomes of a package whose licence is not known or not named"),
    files: z
      .boolean()
      .default(false)
      .describe(
        "Read licences from files too, where a package's metadata name none: Debian's copyright files, LICENSE and COPYING of npm, Python, Ruby and PHP packages",
      ),
  })
  .prefault({});
export type LicencesConfig = z.infer<typeof licencesConfigSchema>;
