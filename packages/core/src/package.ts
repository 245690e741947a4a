import * as z from "zod";

/** Where a fact was read: a path inside the image, and the layer that holds it. */
export const packageLocationSchema = z.object({
  /** Path from the image's root, without a leading slash. */
  path: z.string(),
  /** diffID of the layer. Absent when the subject has no layers. */
  layer: z.string().optional(),
  /** purl of the operating system's package that brought the file. */
  owner: z.string().optional(),
});
export type PackageLocation = z.infer<typeof packageLocationSchema>;

/** A piece of software that is installed in the subject. */
export const packageSchema = z.object({
  /** Package URL, see https://github.com/package-url/purl-spec */
  purl: z.string(),
  /** The ecosystem's own name, with its namespace: `@scope/name`, `group:artifact`. */
  name: z.string(),
  version: z.string(),
  /** purl type: `deb`, `apk`, `npm`, `pypi`, `maven`, `golang` … */
  type: z.string(),
  architecture: z.string().optional(),
  /** The source package that it was built from: what distributions name in their advisories. */
  source: z.object({ name: z.string(), version: z.string() }).optional(),
  /** Who made or packed it, as the package says itself. */
  supplier: z.string().optional(),
  /** SPDX expressions or, where the package says something else, its own words. */
  licences: z.array(z.string()).default([]),
  /** Whether it says itself that it is published nowhere. */
  isPrivate: z.literal(true).optional(),
  /** How it is known, where it does not tell itself: by the SHA-1 that a Maven repository lists. */
  identifiedBy: z.literal("sha1").optional(),
  /** diffID of the first layer that brought this name and version. */
  layer: z.string().optional(),
  /** Whether that layer is the base image's; absent when the base image is not known. */
  inBase: z.boolean().optional(),
  locations: z.array(packageLocationSchema).default([]),
});
export type Package = z.infer<typeof packageSchema>;

/** The operating system of the subject, from os-release(5) and its fallbacks. */
export const distributionSchema = z.object({
  /** `ID`: `debian`, `alpine`, `ubuntu` … */
  id: z.string(),
  /** `ID_LIKE`, split. */
  like: z.array(z.string()).default([]),
  /** `VERSION_ID`; absent on rolling releases. */
  versionId: z.string().optional(),
  /** `VERSION_CODENAME` */
  codename: z.string().optional(),
  /** `PRETTY_NAME` */
  name: z.string().optional(),
  /** Repositories that an image of Red Hat was built from: `rhel-9-for-x86_64-baseos-rpms` … */
  contentSets: z.array(z.string()).optional(),
  /** Paid services that bring it more updates: `esm-infra` and `esm-apps` of Ubuntu Pro. */
  subscriptions: z.array(z.string()).optional(),
});
export type Distribution = z.infer<typeof distributionSchema>;

/** One layer of the image, oldest first. */
export const layerSummarySchema = z.object({
  index: z.number().int(),
  diffId: z.string(),
  /** The instruction that made it, from the configuration's history. */
  createdBy: z.string().optional(),
  /** Files it holds; absent, as the sizes are, where nobody walked the layers. */
  files: z.number().int().nonnegative().optional(),
  /** Bytes of its files, unpacked. */
  sizeBytes: z.number().int().nonnegative().optional(),
  /** Bytes of those that a later layer replaces or deletes: pulled, and never seen. */
  wastedBytes: z.number().int().nonnegative().optional(),
  /** Where that instruction stands, when the Dockerfile is known and fits the history. */
  dockerfile: z.object({ path: z.string(), line: z.number().int().positive() }).optional(),
  /** Whether the base image brought it; absent when the base image is not known. */
  inBase: z.boolean().optional(),
});
export type LayerSummary = z.infer<typeof layerSummarySchema>;

/** The image that the subject was built upon. */
export const baseImageSchema = z.object({
  /** As the Dockerfile, the annotation or the user names it. */
  reference: z.string().optional(),
  /** Digest of its manifest. */
  digest: z.string().optional(),
  /** How many of the subject's layers are its, from the oldest up. */
  layers: z.number().int().nonnegative(),
  /**
   * How it is known: its layers were compared (`option`, `annotation`, `from`: as it was named
   * there; `scanned`: the user checked it before), or the Dockerfile accounts for all the others.
   */
  knownBy: z.enum(["option", "annotation", "from", "scanned", "dockerfile"]),
});
export type BaseImage = z.infer<typeof baseImageSchema>;

/** A Java archive that does not tell what it is. */
export const unidentifiedArchiveSchema = z.object({
  /** Of its bytes, in hexadecimal: what Maven repositories list. */
  sha1: z.string(),
  location: packageLocationSchema,
});
export type UnidentifiedArchive = z.infer<typeof unidentifiedArchiveSchema>;

/** Everything the subject holds. */
export const inventorySchema = z.object({
  distribution: distributionSchema.optional(),
  baseImage: baseImageSchema.optional(),
  layers: z.array(layerSummarySchema).default([]),
  /** From 0 to 1, as dive defines it: how much of what the layers hold is of use. */
  efficiency: z.number().min(0).max(1).optional(),
  packages: z.array(packageSchema).default([]),
  /** Absent where there are none. */
  archives: z.array(unidentifiedArchiveSchema).optional(),
});
export type Inventory = z.infer<typeof inventorySchema>;
