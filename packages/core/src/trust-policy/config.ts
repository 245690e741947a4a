import * as z from "zod";
import { attestationRequirementSchema } from "./attestation.ts";
import { requirementSchema } from "./requirement.ts";
import { isOnlyOne, text } from "./text.ts";

/** How much a rule refuses. */
export const trustLevelSchema = z.enum(["strict", "permissive", "audit", "skip", "refuse"]);
export type TrustLevel = z.infer<typeof trustLevelSchema>;

const list = z.array(text).max(10_000).default([]);

const denySchema = z
  .strictObject({
    keys: list.describe("Ids of keys (hexadecimal SHA-256 of the SubjectPublicKeyInfo)"),
    certificates: list.describe(
      "Certificates, by SHA-256 fingerprint or serial number in hexadecimal",
    ),
    digests: list.describe("Digests of images and indexes"),
    identities: list.describe(
      "Subjects of certificates, and roles of Docker Content Trust; `*` stands for anything but `/`, `**` for anything",
    ),
  })
  .prefault({});
export type TrustDeny = z.infer<typeof denySchema>;

const requirements = z.array(requirementSchema).min(1).max(100).optional();

/** Who must have signed which images. */
export const trustRuleSchema = z
  .strictObject({
    images: z
      .array(
        z
          .string()
          .min(1)
          .max(512)
          .regex(/^[^\s@]+$/, "a pattern of repositories has no digest")
          .refine(
            (pattern) => !pattern.slice(pattern.lastIndexOf("/") + 1).includes(":"),
            "a pattern names repositories, without a tag",
          ),
      )
      .min(1)
      .max(1000)
      .describe(
        "Repositories, `ghcr.io/acme/shop`; `*` stands for anything but `/`, `**` for anything; the most specific rule is the one that counts",
      ),
    level: trustLevelSchema
      .default("strict")
      .describe(
        "`strict`: everything must hold; `permissive`: age, expiry and revocation only warn; `audit`: all is judged and nothing refused; `skip`: nothing is judged; `refuse`: nothing is accepted",
      ),
    require: z
      .strictObject({
        "any-of": requirements.describe("Signers of whom `threshold` must have signed"),
        "all-of": requirements.describe("Signers who must all have signed"),
      })
      .refine(
        (require) => isOnlyOne(require["any-of"], require["all-of"]),
        "give exactly one of any-of, all-of",
      )
      .refine(
        (require) =>
          [...(require["any-of"] ?? []), ...(require["all-of"] ?? [])].filter(
            ({ dct }) => dct !== undefined,
          ).length <= 1,
        "give dct once; one server is asked, with all its root-keys and roles",
      )
      .optional()
      .describe("Who must have signed"),
    threshold: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe("How many different signers are needed"),
    platforms: z
      .enum(["index-or-all", "index", "all"])
      .default("index-or-all")
      .describe(
        "What must be signed of an image for several platforms: the index or every platform's manifest; only the index; every manifest itself",
      ),
    attestations: z
      .array(attestationRequirementSchema)
      .max(100)
      .default([])
      .describe("Attestations that must be there"),
    "max-age-days": z
      .number()
      .positive()
      .optional()
      .describe("Days since signing after which a signature no longer counts, by a trusted clock"),
    deny: denySchema.describe("What never counts for these images"),
  })
  .refine(
    ({ level, require }) => level === "skip" || level === "refuse" || require !== undefined,
    "say who must have signed (require), or skip the images (level: skip)",
  );
export type TrustRule = z.infer<typeof trustRuleSchema>;
/** A rule as a user writes it. */
export type TrustRuleInput = z.input<typeof trustRuleSchema>;

/** The key `trust` of `plimsoll.yml`. */
export const trustConfigSchema = z
  .strictObject({
    keys: z
      .array(z.string().min(1))
      .default([])
      .describe("PEM files of the public keys that may sign, where there are no rules"),
    require: z
      .boolean()
      .default(false)
      .describe(
        "Fail the verdict unless a signature is verified; where rules judge, their level decides",
      ),
    rules: z
      .array(trustRuleSchema)
      .max(1000)
      .refine((rules) => {
        const patterns = rules.flatMap(({ images }) => [...new Set(images)]);
        return new Set(patterns).size === patterns.length;
      }, "two rules name the same images")
      .default([])
      .describe(
        "Who must have signed which images; once there is a rule, images without one are refused",
      ),
    deny: denySchema.describe("What never counts, for any image"),
    "trusted-roots": z
      .array(text)
      .max(100)
      .default([])
      .describe(
        "Files `trusted_root.json` that keyless signatures are checked against; default: those that Plimsoll knows",
      ),
    offline: z
      .boolean()
      .default(false)
      .describe(
        "Ask nothing but the image's own registry: no Notary server, no revocation, no newer roots",
      ),
    "base-images": z
      .enum(["matching", "all", "none"])
      .default("matching")
      .describe(
        "Which images of FROM lines are judged by the rules: those that a rule names, all, or none",
      ),
  })
  .prefault({});
export type TrustConfig = z.infer<typeof trustConfigSchema>;
