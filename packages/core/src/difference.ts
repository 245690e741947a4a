import * as z from "zod";
import { findingKindSchema, findingSchema } from "./finding.ts";
import { severitySchema } from "./severity.ts";

/** What a report is compared with. */
export const comparisonBaseSchema = z.object({
  /** As the user named it. */
  reference: z.string(),
  /** `image` was checked anew, `report` is an earlier report, `sbom` a bill of materials. */
  kind: z.enum(["image", "report", "sbom"]),
  /** Digest of the image's manifest, where it is known. */
  digest: z.string().optional(),
  /** RFC 3339: when an earlier report was made. */
  checkedAt: z.string().optional(),
});
export type ComparisonBase = z.infer<typeof comparisonBaseSchema>;

/** A package that only one side holds, or holds in another version. */
export const packageChangeSchema = z.object({
  /** The ecosystem's own name. */
  name: z.string(),
  /** purl type: `deb`, `npm` … */
  type: z.string(),
  /** Version in the base; absent when it is new. */
  from: z.string().optional(),
  /** Version now; absent when it is gone. */
  to: z.string().optional(),
});
export type PackageChange = z.infer<typeof packageChangeSchema>;

/** What a container made from the image may do now and could not before, or the other way round. */
export const privilegeChangeSchema = z.object({
  /** `image`, or the file and service: `compose.yaml: services.web`. */
  origin: z.string(),
  /** Capabilities that its first program holds now (`CAP_NET_RAW`), `root`, `privileged`, `new privileges`. */
  gained: z.array(z.string()),
  dropped: z.array(z.string()),
});
export type PrivilegeChange = z.infer<typeof privilegeChangeSchema>;

/**
 * What changed since the base. Both sides are matched against the same advisories, so that what was
 * published in between is no change.
 */
export const differenceSchema = z.object({
  base: comparisonBaseSchema,
  /** Kinds of finding that both sides were looked at for; others are neither new nor fixed. */
  kinds: z.array(findingKindSchema),
  /** Fingerprints of the report's failing findings that the base has not, or has not as severe. */
  new: z.array(z.string()),
  /** Fingerprints of failing findings that the base has, too. */
  unchanged: z.array(z.string()),
  /** Severities that are others than in the base. */
  changed: z.array(z.object({ fingerprint: z.string(), from: severitySchema, to: severitySchema })),
  /** Failing findings of the base that are gone. */
  fixed: z.array(findingSchema),
  packages: z.array(packageChangeSchema),
  /** Bytes of all layers, unpacked; absent where one side does not know them. */
  bytes: z.object({ from: z.number().int(), to: z.number().int() }).optional(),
  /** Only what changed. */
  privileges: z.array(privilegeChangeSchema),
  /** Results of the signatures, where they differ. */
  trust: z.object({ from: z.string(), to: z.string() }).optional(),
});
export type Difference = z.infer<typeof differenceSchema>;
