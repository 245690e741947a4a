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
  /** diffID of the first layer that brought this name and version. */
  layer: z.string().optional(),
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
});
export type Distribution = z.infer<typeof distributionSchema>;

/** One layer of the image, oldest first. */
export const layerSummarySchema = z.object({
  index: z.number().int(),
  diffId: z.string(),
  /** The instruction that made it, from the configuration's history. */
  createdBy: z.string().optional(),
});
export type LayerSummary = z.infer<typeof layerSummarySchema>;

/** Everything the subject holds. */
export const inventorySchema = z.object({
  distribution: distributionSchema.optional(),
  layers: z.array(layerSummarySchema).default([]),
  packages: z.array(packageSchema).default([]),
});
export type Inventory = z.infer<typeof inventorySchema>;
