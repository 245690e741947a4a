import * as z from "zod";
import { keylessSchema } from "./keyless.ts";
import { isOnlyOne, text, texts } from "./text.ts";

const notationStoreSchema = z.strictObject({
  kind: z
    .enum(["ca", "signing-authority", "tsa"])
    .default("ca")
    .describe("What its certificates vouch for: signers, a signing service, or timestamps"),
  name: text.default("default").describe("What reports call it"),
  certificates: texts.describe(
    "Files of certificates in PEM or DER, folders of them, or certificates in PEM",
  ),
});

const notationSchema = z.strictObject({
  stores: z.array(notationStoreSchema).min(1).max(100).describe("Trust stores"),
  identities: texts.describe(
    "Distinguished names (`C=NL, O=Acme`), each a subset that the certificate's subject must hold; `*` for any",
  ),
  "verify-timestamp": z
    .enum(["always", "after-cert-expiry"])
    .default("always")
    .describe("When a timestamp must vouch for the time of signing"),
  revocation: z
    .enum(["enforce", "log", "skip"])
    .optional()
    .describe("How revocation is judged; default: as the level says"),
});

const dctSchema = z
  .strictObject({
    server: z
      .string()
      .regex(/^https?:\/\/[^\s@]+$/, "an address begins with https://")
      .optional()
      .describe("Notary server; default: the registry's own"),
    "root-keys": texts.optional().describe("Ids of root keys that are trusted"),
    "root-certificates": texts
      .optional()
      .describe("PEM files of authorities that the root's certificate may chain to"),
    roles: texts
      .optional()
      .describe("Delegations any of which must have signed, e.g. `targets/releases`"),
  })
  .refine(
    (dct) => dct["root-keys"] !== undefined || dct["root-certificates"] !== undefined,
    "give root-keys or root-certificates: a root is not trusted for being the first",
  );

/** Somebody who may sign, in one of the four ways of signing. */
export const requirementSchema = z
  .strictObject({
    key: z
      .union([text, texts])
      .optional()
      .describe("PEM files of public keys, or the keys themselves in PEM; any of them"),
    keyless: keylessSchema.optional().describe("A short-lived certificate (Sigstore keyless)"),
    notation: notationSchema
      .optional()
      .describe("A certificate under a trust store (Notary Project)"),
    dct: dctSchema.optional().describe("Docker Content Trust (Notary v1)"),
  })
  .refine(
    ({ key, keyless, notation, dct }) => isOnlyOne(key, keyless, notation, dct),
    "give exactly one of key, keyless, notation, dct",
  );
export type Requirement = z.infer<typeof requirementSchema>;
