import { formatPlatform, type Inventory, type Package, type Subject } from "@plimsoll/core";

/** A fact that a format has no field for, as CycloneDX names them; ours begin with `plimsoll:`. */
export interface Property {
  name: string;
  value: string;
}

export const supplierPropertyName = "plimsoll:package:supplier";

/** Image ID, platform and layers of what a bill of materials describes. */
export function subjectProperties(subject: Subject, inventory: Inventory): Property[] {
  const { platform, describes } = subject;
  const imageId = describes?.imageId ?? subject.imageId;
  return [
    ...property("plimsoll:image:id", imageId),
    ...property("plimsoll:image:platform", platform && formatPlatform(platform)),
    ...inventory.layers.flatMap(({ diffId, createdBy }, index) => [
      ...property(`plimsoll:layer:${index}:diffId`, diffId),
      ...property(`plimsoll:layer:${index}:createdBy`, createdBy),
    ]),
  ];
}

/** What of the distribution does not go into name, version and description. */
export function distributionProperties({ distribution }: Inventory): Property[] {
  if (distribution === undefined) return [];
  return [
    ...property("plimsoll:distribution:like", distribution.like.join(" ")),
    ...property("plimsoll:distribution:versionId", distribution.versionId),
    ...property("plimsoll:distribution:codename", distribution.codename),
  ];
}

/** Layer, source package and places of a package, and its type where its package URL tells another. */
export function packageProperties(found: Package): Property[] {
  return [
    ...(found.purl.startsWith(`pkg:${found.type}/`)
      ? []
      : property("plimsoll:package:type", found.type)),
    ...property("plimsoll:layer:diffId", found.layer),
    ...property("plimsoll:source:name", found.source?.name),
    ...property("plimsoll:source:version", found.source?.version),
    ...found.locations.flatMap((location, index) => [
      ...property(`plimsoll:location:${index}:path`, location.path),
      ...property(`plimsoll:location:${index}:layer`, location.layer),
      ...property(`plimsoll:location:${index}:owner`, location.owner),
    ]),
  ];
}

/** Who made it, where a format has no plain field for that. */
export function supplierProperty({ supplier }: Package): Property[] {
  return property(supplierPropertyName, supplier);
}

function property(name: string, value: string | undefined): Property[] {
  return value ? [{ name, value }] : [];
}
