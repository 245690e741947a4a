import type { Distribution, LayerSummary, Package, PackageLocation } from "@plimsoll/core";
import type { JsonObject } from "../formats/json-object.ts";
import { firstLayerAnnotation, ownerAnnotation } from "../syft/syft.ts";
import { fromSyftType } from "../syft/types.ts";
import { countUnnamed, type SbomComponent, type SbomContent } from "./component.ts";
import { sbomLimits } from "./limits.ts";
import { splitSourceRpm } from "./read-purl.ts";
import { tooLarge } from "./refuse.ts";
import { isPackageUrlOfPackage } from "./roles.ts";
import { objectOf, objectsOf, pathOf, textOf } from "./value.ts";

/**
 * Reads the JSON of Syft (github.com/anchore/syft, schema/json), versions 6 to 16.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED`
 */
export function readSyft(document: JsonObject): SbomContent {
  const artifacts = objectsOf(document.artifacts);
  if (artifacts.length > sbomLimits.components) throw tooLarge("artifacts", sbomLimits.components);
  const components: SbomComponent[] = [];
  const unnamed: SbomContent["unnamed"] = { count: 0 };
  for (const artifact of artifacts) {
    const read = componentOf(artifact);
    if (isPackageUrlOfPackage(read.purl)) components.push(read);
    else if (read.purl === undefined && read.version) countUnnamed(unnamed, read.names[0] ?? "");
  }
  const source = objectOf(document.source);
  // Before schema 11 the metadata was called the target.
  const image = objectOf(source.metadata ?? source.target);
  const name = textOf(image.userInput) ?? textOf(source.name);
  const digest = textOf(image.manifestDigest);
  const os = textOf(image.os);
  const architecture = textOf(image.architecture);
  return {
    components,
    distribution: distributionOf(objectOf(document.distro)),
    layers: layersOf(image),
    describes: name ? { name, ...(digest ? { digest } : {}) } : undefined,
    imageId: textOf(image.imageID),
    platform: os && architecture ? `${os}/${architecture}` : undefined,
    unnamed,
  };
}

function componentOf(artifact: JsonObject): SbomComponent {
  const version = textOf(artifact.version);
  const name = textOf(artifact.name);
  const places = objectsOf(artifact.locations).slice(0, sbomLimits.locationsPerPackage);
  const locations = places.flatMap(locationOf);
  const firstLayer = textOf(objectOf(places[0]?.annotations)[firstLayerAnnotation]);
  return {
    purl: textOf(artifact.purl),
    names: name ? [name] : [],
    version,
    type: fromSyftType(String(artifact.type)),
    source: sourceOf(objectOf(artifact.metadata), version),
    supplier: supplierOf(objectOf(artifact.metadata)),
    licences: licencesOf(artifact.licenses),
    layer: firstLayer ?? locations[0]?.layer,
    locations,
  };
}

function locationOf({ path, layerID, annotations }: JsonObject): PackageLocation[] {
  const own = pathOf(path);
  const layer = textOf(layerID);
  const owner = textOf(objectOf(annotations)[ownerAnnotation]);
  return own ? [{ path: own, ...(layer ? { layer } : {}), ...(owner ? { owner } : {}) }] : [];
}

/** Of a package of dpkg, apk or rpm. */
function sourceOf(metadata: JsonObject, version: string | undefined): Package["source"] {
  const rpm = splitSourceRpm(textOf(metadata.sourceRpm) ?? "");
  if (rpm !== undefined) return rpm;
  const name = textOf(metadata.source) ?? textOf(metadata.originPackage);
  const own = textOf(metadata.sourceVersion) ?? version;
  return name && own ? { name, version: own } : undefined;
}

function supplierOf({ maintainer, vendor }: JsonObject): string | undefined {
  return textOf(maintainer) ?? textOf(vendor);
}

/** Before schema 9 a licence was a text. */
function licencesOf(licences: unknown): string[] {
  if (!Array.isArray(licences)) return [];
  return licences
    .slice(0, sbomLimits.licencesPerPackage)
    .flatMap(
      (licence) => textOf(typeof licence === "string" ? licence : objectOf(licence).value) ?? [],
    );
}

function distributionOf(distro: JsonObject): Distribution | undefined {
  const id = textOf(distro.id) ?? textOf(distro.name);
  if (id === undefined) return undefined;
  const versionId = textOf(distro.versionID) ?? textOf(distro.version);
  const codename = textOf(distro.versionCodename);
  const name = textOf(distro.prettyName);
  return {
    id: id.toLowerCase(),
    like: (Array.isArray(distro.idLike) ? distro.idLike : []).flatMap((one) => textOf(one) ?? []),
    ...(versionId ? { versionId } : {}),
    ...(codename ? { codename } : {}),
    ...(name ? { name } : {}),
  };
}

function layersOf(image: JsonObject): LayerSummary[] {
  return objectsOf(image.layers)
    .flatMap(({ digest }) => textOf(digest) ?? [])
    .map((diffId, index) => ({ index, diffId }));
}
