import type { Inventory, Subject } from "@plimsoll/core";
import { listCpes } from "../classifiers/cpe.ts";
import { describedBy, isOfDistribution, splitDigest } from "../sbom/described.ts";
import {
  distributionProperties,
  type Property,
  packageProperties,
  subjectProperties,
  supplierProperty,
} from "../sbom/properties.ts";
import {
  type IdentifiedPackage,
  licenceListVersion,
  prepareSpdx,
  type SpdxContent,
  type SpdxOptions,
} from "./document.ts";
import { collectExtracted, type DeclaredLicence } from "./licences.ts";

/** An element of the graph; its properties are named as the JSON-LD context of SPDX 3.0.1 names them. */
interface Element {
  type: string;
  spdxId: string;
  [property: string]: unknown;
}

const context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";
const creationInfo = "_:creationInfo";
const profiles = ["core", "software", "simpleLicensing", "extension"];

/**
 * The inventory as an SPDX 3.0.1 document in JSON-LD, see https://spdx.github.io/spdx-spec/v3.0.1/.
 * Its root is a bill of materials whose root is the image; facts without a property of their own
 * (layers, places) go into the extension for CycloneDX properties.
 */
export function toSpdx3(inventory: Inventory, subject: Subject, options: SpdxOptions): object {
  const content = prepareSpdx(inventory, subject, options);
  const at = (name: string) => `${content.namespace}#${name}`;
  const agent = element("SoftwareAgent", at("Agent"), { name: "plimsoll" });
  const tool = element("Tool", at("Tool"), { name: `plimsoll-${options.toolVersion}` });
  const dataLicence = licenceExpression(
    at("DataLicense"),
    { expression: "CC0-1.0", extracted: [] },
    at,
  );
  const image = subjectPackage(at("Subject"), subject, inventory);
  const system = systemPackage(at("OperatingSystem"), inventory);
  const packages = content.packages.map((one) => packageOf(at(one.id), one));
  const licensing = licensingOf(content, at);
  const inside = [
    image,
    ...(system ? [system] : []),
    ...packages,
    ...containment(content, image, system, at),
    ...licensing,
  ];
  const sbom = element("software_Sbom", at("Sbom"), {
    profileConformance: profiles,
    rootElement: [image.spdxId],
    element: idsOf(inside),
    software_sbomType: ["analyzed"],
  });
  const document = element("SpdxDocument", at("Document"), {
    name: content.name,
    profileConformance: profiles,
    rootElement: [sbom.spdxId],
    element: idsOf([agent, tool, dataLicence, sbom, ...inside]),
    dataLicense: dataLicence.spdxId,
  });
  return {
    "@context": context,
    "@graph": [
      {
        type: "CreationInfo",
        "@id": creationInfo,
        specVersion: "3.0.1",
        created: content.created,
        createdBy: [agent.spdxId],
        createdUsing: [tool.spdxId],
      },
      agent,
      tool,
      document,
      dataLicence,
      sbom,
      ...inside,
    ],
  };
}

type At = (name: string) => string;

function element(type: string, spdxId: string, properties: object): Element {
  return { type, spdxId, creationInfo, ...properties };
}

function idsOf(elements: readonly Element[]): string[] {
  return elements.map(({ spdxId }) => spdxId);
}

function subjectPackage(id: string, subject: Subject, inventory: Inventory): Element {
  const { name, digest, isImage } = describedBy(subject);
  const hash = splitDigest(digest);
  return element("software_Package", id, {
    name: name || "unnamed",
    ...(digest ? { software_packageVersion: digest } : {}),
    software_primaryPurpose: isImage ? "container" : "other",
    ...(hash
      ? { verifiedUsing: [{ type: "Hash", algorithm: hash.algorithm, hashValue: hash.hex }] }
      : {}),
    ...extension(subjectProperties(subject, inventory)),
  });
}

function systemPackage(id: string, inventory: Inventory): Element | undefined {
  const { distribution } = inventory;
  if (distribution === undefined) return undefined;
  const version = distribution.versionId ?? distribution.codename;
  return element("software_Package", id, {
    name: distribution.id,
    ...(version ? { software_packageVersion: version } : {}),
    ...(distribution.name ? { summary: distribution.name } : {}),
    software_primaryPurpose: "operatingSystem",
    ...extension(distributionProperties(inventory)),
  });
}

function packageOf(id: string, { found }: IdentifiedPackage): Element {
  const cpes = found.type === "generic" ? listCpes(found) : [];
  const { source } = found;
  return element("software_Package", id, {
    name: found.name,
    software_packageVersion: found.version,
    software_packageUrl: found.purl,
    ...(source
      ? { software_sourceInfo: `built package from: ${source.name} ${source.version}` }
      : {}),
    externalIdentifier: [
      externalIdentifier("packageUrl", found.purl),
      ...cpes.map((cpe) => externalIdentifier("cpe23", cpe)),
    ],
    ...extension([...packageProperties(found), ...supplierProperty(found)]),
  });
}

function externalIdentifier(externalIdentifierType: string, identifier: string) {
  return { type: "ExternalIdentifier", externalIdentifierType, identifier };
}

/** Extension profile, class CdxPropertiesExtension. */
function extension(properties: readonly Property[]): object {
  if (properties.length === 0) return {};
  return {
    extension: [
      {
        type: "extension_CdxPropertiesExtension",
        extension_cdxProperty: properties.map(({ name, value }) => ({
          type: "extension_CdxPropertyEntry",
          extension_cdxPropName: name,
          extension_cdxPropValue: value,
        })),
      },
    ],
  };
}

/** The image contains the distribution and what others brought; the distribution its packages. */
function containment(
  { packages }: SpdxContent,
  image: Element,
  system: Element | undefined,
  at: At,
): Element[] {
  const isInside = ({ found }: IdentifiedPackage) =>
    system !== undefined && isOfDistribution(found);
  const ids = (list: readonly IdentifiedPackage[]) => list.map(({ id }) => at(id));
  const inImage = [
    ...(system ? [system.spdxId] : []),
    ...ids(packages.filter((one) => !isInside(one))),
  ];
  const inSystem = ids(packages.filter(isInside));
  return [
    ...(inImage.length > 0 ? [contains(at("Contents"), image.spdxId, inImage)] : []),
    ...(system && inSystem.length > 0
      ? [contains(at("OperatingSystem-Contents"), system.spdxId, inSystem)]
      : []),
  ];
}

function contains(id: string, from: string, to: readonly string[]): Element {
  return element("Relationship", id, { from, relationshipType: "contains", to });
}

/** Each expression once, the texts that it refers to, and which package declares it. */
function licensingOf({ packages }: SpdxContent, at: At): Element[] {
  const expressions = new Map<string, Element>();
  const declared: Element[] = [];
  for (const { id, licence } of packages) {
    if (licence === undefined) continue;
    let known = expressions.get(licence.expression);
    if (known === undefined) {
      known = licenceExpression(at(`License-${expressions.size + 1}`), licence, at);
      expressions.set(licence.expression, known);
    }
    declared.push(
      element("Relationship", at(`${id}-license`), {
        from: at(id),
        relationshipType: "hasDeclaredLicense",
        to: [known.spdxId],
      }),
    );
  }
  const texts = collectExtracted(packages.map(({ licence }) => licence)).map(({ id, text }) =>
    element("simplelicensing_SimpleLicensingText", at(id), {
      name: id,
      simplelicensing_licenseText: text,
    }),
  );
  return [...expressions.values(), ...texts, ...declared];
}

function licenceExpression(spdxId: string, licence: DeclaredLicence, at: At): Element {
  const references = collectExtracted([licence]).map(({ id }) => ({
    type: "DictionaryEntry",
    key: id,
    value: at(id),
  }));
  return element("simplelicensing_LicenseExpression", spdxId, {
    simplelicensing_licenseExpression: licence.expression,
    simplelicensing_licenseListVersion: `${licenceListVersion}.0`,
    ...(references.length > 0 ? { simplelicensing_customIdToUri: references } : {}),
  });
}
