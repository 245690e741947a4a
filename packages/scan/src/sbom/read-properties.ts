import type { LayerSummary, Package, PackageLocation } from "@plimsoll/core";
import { sbomLimits } from "./limits.ts";
import type { Property } from "./properties.ts";
import { pathOf, textOf } from "./value.ts";

/** Values by the name of a property, in the order of the document. */
export type PropertyValues = ReadonlyMap<string, readonly string[]>;

/** Groups properties; CycloneDX allows several of the same name. */
export function groupProperties(properties: readonly Partial<Property>[]): PropertyValues {
  const values = new Map<string, string[]>();
  for (const { name, value } of properties) {
    if (typeof name !== "string" || typeof value !== "string") continue;
    const known = values.get(name) ?? [];
    known.push(value);
    values.set(name, known);
  }
  return values;
}

/** The first value under one of the names. */
export function firstOf(values: PropertyValues, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = textOf(values.get(name)?.[0]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Layer and places of a package as Plimsoll, Syft and Trivy write them. */
export function readPlaces(values: PropertyValues): {
  layer?: string | undefined;
  locations: PackageLocation[];
} {
  const trivyLayer = firstOf(values, "aquasecurity:trivy:LayerDiffID", "LayerDiffID");
  const trivyPath = pathOf(firstOf(values, "aquasecurity:trivy:FilePath", "FilePath"));
  const locations = [
    ...indexedLocations(values, "plimsoll:location", "layer"),
    ...indexedLocations(values, "syft:location", "layerID"),
    ...(trivyPath ? [{ path: trivyPath, ...(trivyLayer ? { layer: trivyLayer } : {}) }] : []),
  ].slice(0, sbomLimits.locationsPerPackage);
  return {
    layer: firstOf(values, "plimsoll:layer:diffId") ?? trivyLayer ?? locations[0]?.layer,
    locations,
  };
}

/** `prefix:0:path` and `prefix:0:layer`, as many as there are. */
function indexedLocations(
  values: PropertyValues,
  prefix: string,
  layerName: string,
): PackageLocation[] {
  const locations: PackageLocation[] = [];
  while (locations.length < sbomLimits.locationsPerPackage) {
    const at = `${prefix}:${locations.length}`;
    const path = pathOf(values.get(`${at}:path`)?.[0]);
    if (path === undefined) break;
    const layer = firstOf(values, `${at}:${layerName}`);
    const owner = firstOf(values, `${at}:owner`);
    locations.push({ path, ...(layer ? { layer } : {}), ...(owner ? { owner } : {}) });
  }
  return locations;
}

/** The source package as Plimsoll, Trivy and Syft write it. */
export function readSource(values: PropertyValues, version: string | undefined): Package["source"] {
  const name = firstOf(
    values,
    "plimsoll:source:name",
    "aquasecurity:trivy:SrcName",
    "syft:metadata:source",
    "syft:metadata:originPackage",
  );
  if (name === undefined) return undefined;
  const own = firstOf(
    values,
    "plimsoll:source:version",
    "aquasecurity:trivy:SrcVersion",
    "syft:metadata:sourceVersion",
  );
  const release = firstOf(values, "aquasecurity:trivy:SrcRelease");
  const known = own !== undefined && release !== undefined ? `${own}-${release}` : own;
  return { name, version: known ?? version ?? "" };
}

/** The layers of the image, oldest first. */
export function readLayers(values: PropertyValues): LayerSummary[] {
  const layers: LayerSummary[] = [];
  while (true) {
    const at = `plimsoll:layer:${layers.length}`;
    const diffId = firstOf(values, `${at}:diffId`);
    if (diffId === undefined) break;
    const createdBy = values.get(`${at}:createdBy`)?.[0];
    layers.push({ index: layers.length, diffId, ...(createdBy ? { createdBy } : {}) });
  }
  if (layers.length > 0) return layers;
  return (values.get("aquasecurity:trivy:DiffID") ?? values.get("DiffID") ?? []).map(
    (diffId, index) => ({ index, diffId }),
  );
}
