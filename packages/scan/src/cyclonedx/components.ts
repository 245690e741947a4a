import { formatPlatform, type Inventory, type Package, type Subject } from "@plimsoll/core";
import { listCpes } from "../classifiers/cpe.ts";
import { type LicenceChoice, toLicenceChoices } from "./licences.ts";

/** Extra facts as CycloneDX names them; ours begin with `plimsoll:`. */
export interface Property {
  name: string;
  value: string;
}

/** The part of a CycloneDX 1.6 component that Plimsoll writes. */
export interface Component {
  type: "container" | "application" | "library" | "operating-system";
  "bom-ref": string;
  name: string;
  group?: string;
  version?: string;
  description?: string;
  hashes?: { alg: string; content: string }[];
  licenses?: LicenceChoice[];
  purl?: string;
  cpe?: string;
  properties?: Property[];
  evidence?: { occurrences: { location: string; additionalContext?: string }[] };
}

const hashNames: Readonly<Record<string, string>> = {
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

/** The image itself: `metadata.component`. Its version is its digest, which no tag can move. */
export function subjectComponent(subject: Subject, inventory: Inventory): Component {
  const { reference, digest, imageId, platform, kind } = subject;
  const [algorithm = "", content = ""] = digest?.split(":") ?? [];
  const alg = hashNames[algorithm];
  const properties = [
    ...property("plimsoll:image:id", imageId),
    ...property("plimsoll:image:platform", platform && formatPlatform(platform)),
    ...inventory.layers.flatMap(({ diffId, createdBy }, index) => [
      ...property(`plimsoll:layer:${index}:diffId`, diffId),
      ...property(`plimsoll:layer:${index}:createdBy`, createdBy),
    ]),
  ];
  return {
    type: kind === "image" ? "container" : "application",
    "bom-ref": "subject",
    name: reference,
    ...(digest ? { version: digest } : {}),
    ...(alg ? { hashes: [{ alg, content }] } : {}),
    ...(properties.length > 0 ? { properties } : {}),
  };
}

/** The distribution as a component, when the image has one. */
export function distributionComponent({ distribution }: Inventory): Component | undefined {
  if (distribution === undefined) return undefined;
  const { id, versionId, codename, name } = distribution;
  const version = versionId ?? codename;
  return {
    type: "operating-system",
    "bom-ref": version ? `os:${id}@${version}` : `os:${id}`,
    name: id,
    ...(version ? { version } : {}),
    ...(name ? { description: name } : {}),
  };
}

/** A package as a component. `ref` is its purl unless another component has that already. */
export function packageComponent(found: Package, ref: string): Component {
  const { group, name } = splitName(found);
  const [cpe] = found.type === "generic" ? listCpes(found) : [];
  const properties = [
    ...property("plimsoll:layer:diffId", found.layer),
    ...property("plimsoll:source:name", found.source?.name),
    ...property("plimsoll:source:version", found.source?.version),
    ...found.locations.flatMap((location, index) => [
      ...property(`plimsoll:location:${index}:path`, location.path),
      ...property(`plimsoll:location:${index}:layer`, location.layer),
    ]),
  ];
  return {
    type: "library",
    "bom-ref": ref,
    ...(group ? { group } : {}),
    name,
    version: found.version,
    ...(found.licences.length > 0 ? { licenses: toLicenceChoices(found.licences) } : {}),
    purl: found.purl,
    ...(cpe ? { cpe } : {}),
    ...(properties.length > 0 ? { properties } : {}),
    ...(found.locations.length > 0
      ? { evidence: { occurrences: found.locations.map(({ path }) => ({ location: path })) } }
      : {}),
  };
}

function property(name: string, value: string | undefined): Property[] {
  return value ? [{ name, value }] : [];
}

/** CycloneDX keeps an npm scope in `group`. */
function splitName({ type, name }: Package): { group?: string; name: string } {
  const slash = type === "npm" && name.startsWith("@") ? name.indexOf("/") : -1;
  return slash === -1 ? { name } : { group: name.slice(0, slash), name: name.slice(slash + 1) };
}
