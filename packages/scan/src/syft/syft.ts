import { createHash } from "node:crypto";
import type { Inventory, Package, Subject } from "@plimsoll/core";
import { listCpes } from "../classifiers/cpe.ts";
import { normaliseExpression } from "../licences/expression.ts";
import { describedBy } from "../sbom/described.ts";
import { toSyftMetadata } from "./metadata.ts";
import { toSyftType } from "./types.ts";

/** What a Syft document needs besides the inventory. */
export interface SyftOptions {
  /** Version of the tool that wrote it. */
  toolVersion: string;
}

/** Version of Syft's JSON schema that is followed. */
const schemaVersion = "16.1.11";

/**
 * The inventory in the JSON of Syft, schema 16, with what Grype matches by: package metadata, the
 * distribution, locations with layers. Sizes, files and descriptions of packages are not known and
 * are empty.
 */
export function toSyft(inventory: Inventory, subject: Subject, options: SyftOptions): object {
  const artifacts = inventory.packages.map((found, index) => artifactOf(found, index));
  return {
    artifacts,
    artifactRelationships: [],
    source: sourceOf(subject, inventory),
    distro: distroOf(inventory),
    descriptor: { name: "plimsoll", version: options.toolVersion },
    schema: {
      version: schemaVersion,
      url: `https://raw.githubusercontent.com/anchore/syft/main/schema/json/schema-${schemaVersion}.json`,
    },
  };
}

/** Annotation of a location: the layer that first brought the package. */
export const firstLayerAnnotation = "plimsoll:layer:diffId";
/** Annotation of a location: the package of the operating system that brought it. */
export const ownerAnnotation = "plimsoll:location:owner";

function artifactOf(found: Package, index: number): object {
  const { name, version, purl, licences, locations, layer } = found;
  const { type, language } = toSyftType(found.type);
  const cpes = found.type === "generic" ? listCpes(found) : [];
  return {
    id: idOf(`${purl}\n${index}`),
    name,
    version,
    type,
    foundBy: "plimsoll",
    locations: locations.map((location, at) => ({
      path: `/${location.path}`,
      ...(location.layer ? { layerID: location.layer } : {}),
      accessPath: `/${location.path}`,
      ...annotate(at === 0 ? layer : undefined, location.owner),
    })),
    licenses: licences.map((licence) => ({
      value: licence,
      spdxExpression: normaliseExpression(licence) ?? "",
      type: "declared",
      urls: [],
      locations: [],
    })),
    language,
    cpes: cpes.map((cpe) => ({ cpe, source: "nvd-cpe-dictionary" })),
    purl,
    ...toSyftMetadata(found),
  };
}

function annotate(firstLayer: string | undefined, owner: string | undefined): object {
  if (firstLayer === undefined && owner === undefined) return {};
  return {
    annotations: {
      ...(firstLayer ? { [firstLayerAnnotation]: firstLayer } : {}),
      ...(owner ? { [ownerAnnotation]: owner } : {}),
    },
  };
}

function idOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function sourceOf(subject: Subject, { layers }: Inventory): object {
  const { name, digest, isImage } = describedBy(subject);
  const { platform, describes } = subject;
  const imageId = describes?.imageId ?? subject.imageId ?? "";
  const id = digest?.split(":")[1] ?? createHash("sha256").update(name).digest("hex");
  if (!isImage) {
    return { id, name, version: "", type: "directory", metadata: { path: name } };
  }
  return {
    id,
    name,
    version: digest ?? "",
    type: "image",
    metadata: {
      userInput: name,
      imageID: imageId,
      manifestDigest: digest ?? "",
      mediaType: "",
      tags: [],
      imageSize: 0,
      layers: layers.map(({ diffId }) => ({ mediaType: "", digest: diffId, size: 0 })),
      manifest: "",
      config: "",
      repoDigests: [],
      architecture: platform?.architecture ?? "",
      os: platform?.os ?? "",
    },
  };
}

function distroOf({ distribution }: Inventory): object {
  if (distribution === undefined) return {};
  const { id, like, versionId, codename, name } = distribution;
  return {
    ...(name ? { prettyName: name } : {}),
    id,
    ...(like.length > 0 ? { idLike: like } : {}),
    ...(versionId ? { version: versionId, versionID: versionId } : {}),
    ...(codename ? { versionCodename: codename } : {}),
  };
}
