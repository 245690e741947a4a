import type { Distribution, LayerSummary, Package, PackageLocation } from "@plimsoll/core";

/** One entry of a bill of materials, in whatever format; what the format does not tell is absent. */
export interface SbomComponent {
  purl?: string | undefined;
  /** With its group or namespace in front, each way that the document may mean it. */
  names: readonly string[];
  version?: string | undefined;
  /** Type of the package, where the document tells another than the package URL. */
  type?: string | undefined;
  source?: Package["source"];
  supplier?: string | undefined;
  licences: readonly string[];
  layer?: string | undefined;
  locations: readonly PackageLocation[];
}

/** A bill of materials taken apart, before its components become packages. */
export interface SbomContent {
  components: readonly SbomComponent[];
  distribution?: Distribution | undefined;
  layers: readonly LayerSummary[];
  describes?: { name: string; digest?: string } | undefined;
  imageId?: string | undefined;
  platform?: string | undefined;
  /** Components with a version, but without a package URL: nothing can be matched to them. */
  unnamed: { count: number; first?: string };
}

/** Counts a component without a package URL. */
export function countUnnamed(unnamed: SbomContent["unnamed"], name: string): void {
  unnamed.count += 1;
  unnamed.first ??= name;
}
