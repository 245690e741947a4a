import type { Inventory, Package, Subject } from "@plimsoll/core";
import { listCpes } from "../classifiers/cpe.ts";
import { describedBy, splitDigest } from "../sbom/described.ts";
import {
  distributionProperties,
  type Property,
  packageProperties,
  subjectProperties,
} from "../sbom/properties.ts";
import { type LicenceChoice, toLicenceChoices } from "./licences.ts";

/** The part of a CycloneDX 1.6 component that Plimsoll writes. */
export interface Component {
  type: "container" | "application" | "library" | "operating-system";
  "bom-ref": string;
  name: string;
  group?: string;
  version?: string;
  description?: string;
  supplier?: { name: string };
  hashes?: { alg: string; content: string }[];
  licenses?: LicenceChoice[];
  purl?: string;
  cpe?: string;
  properties?: Property[];
  evidence?: { occurrences: { location: string; additionalContext?: string }[] };
}

const hashNames = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const;

/** The image itself: `metadata.component`. Its version is its digest, which no tag can move. */
export function subjectComponent(subject: Subject, inventory: Inventory): Component {
  const { name, digest, isImage } = describedBy(subject);
  const hash = splitDigest(digest);
  const properties = subjectProperties(subject, inventory);
  return {
    type: isImage ? "container" : "application",
    "bom-ref": "subject",
    name,
    ...(digest ? { version: digest } : {}),
    ...(hash ? { hashes: [{ alg: hashNames[hash.algorithm], content: hash.hex }] } : {}),
    ...(properties.length > 0 ? { properties } : {}),
  };
}

/** The distribution as a component, when the image has one. */
export function distributionComponent(inventory: Inventory): Component | undefined {
  const { distribution } = inventory;
  if (distribution === undefined) return undefined;
  const { id, versionId, codename, name } = distribution;
  const version = versionId ?? codename;
  const properties = distributionProperties(inventory);
  return {
    type: "operating-system",
    "bom-ref": version ? `os:${id}@${version}` : `os:${id}`,
    name: id,
    ...(version ? { version } : {}),
    ...(name ? { description: name } : {}),
    ...(properties.length > 0 ? { properties } : {}),
  };
}

/** A package as a component. `ref` is its purl unless another component has that already. */
export function packageComponent(found: Package, ref: string): Component {
  const { group, name } = splitName(found);
  const [cpe] = found.type === "generic" ? listCpes(found) : [];
  const properties = packageProperties(found);
  return {
    type: "library",
    "bom-ref": ref,
    ...(group ? { group } : {}),
    name,
    version: found.version,
    ...(found.supplier ? { supplier: { name: found.supplier } } : {}),
    ...(found.licences.length > 0 ? { licenses: toLicenceChoices(found.licences) } : {}),
    purl: found.purl,
    ...(cpe ? { cpe } : {}),
    ...(properties.length > 0 ? { properties } : {}),
    ...(found.locations.length > 0
      ? { evidence: { occurrences: found.locations.map(({ path }) => ({ location: path })) } }
      : {}),
  };
}

/** CycloneDX keeps an npm scope in `group`. */
function splitName({ type, name }: Package): { group?: string; name: string } {
  const slash = type === "npm" && name.startsWith("@") ? name.indexOf("/") : -1;
  return slash === -1 ? { name } : { group: name.slice(0, slash), name: name.slice(slash + 1) };
}
