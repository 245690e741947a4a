import type { Distribution } from "@plimsoll/core";
import type { JsonObject } from "../formats/json-object.ts";
import { countUnnamed, type SbomComponent, type SbomContent } from "./component.ts";
import { sbomLimits } from "./limits.ts";
import { supplierPropertyName } from "./properties.ts";
import { readLicenceExpression } from "./read-licence.ts";
import {
  firstOf,
  groupProperties,
  type PropertyValues,
  readLayers,
  readPlaces,
  readSource,
} from "./read-properties.ts";
import { builtFrom } from "./read-spdx2.ts";
import { tooLarge } from "./refuse.ts";
import { isPackageUrlOfPackage, systemOf } from "./roles.ts";
import { objectsOf, textOf } from "./value.ts";

/** Purposes of software that is not part of what runs. */
const otherPurposes = new Set(["container", "source", "file", "documentation", "test"]);

/**
 * Reads an SPDX 3.0 document in JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/), as the
 * published context names its properties.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED`
 */
export function readSpdx3(document: JsonObject): SbomContent {
  const elements = objectsOf(document["@graph"]);
  if (elements.length > 4 * sbomLimits.components) {
    throw tooLarge("elements", 4 * sbomLimits.components);
  }
  const relations = relationsOf(elements);
  const roots = new Set(
    elements
      .filter(({ type }) => type === "software_Sbom")
      .flatMap(({ rootElement }) => idsOf(rootElement)),
  );
  const components: SbomComponent[] = [];
  const unnamed: SbomContent["unnamed"] = { count: 0 };
  let distribution: Distribution | undefined;
  let subject: JsonObject | undefined;

  for (const element of elements) {
    if (element.type !== "software_Package") continue;
    const id = String(element.spdxId ?? element["@id"] ?? "");
    if (roots.has(id)) subject ??= element;
    const purpose = String(element.software_primaryPurpose ?? "");
    if (purpose === "operatingSystem") {
      distribution ??= distributionOf(element);
      continue;
    }
    if (otherPurposes.has(purpose) || relations.elsewhere.has(id)) continue;
    const read = componentOf(element, relations.licences.get(id) ?? []);
    if (isPackageUrlOfPackage(read.purl)) components.push(read);
    else if (read.purl === undefined && read.version && !roots.has(id))
      countUnnamed(unnamed, read.names[0] ?? id);
  }
  return { components, distribution, ...subjectOf(subject), unnamed };
}

interface Relations {
  /** Declared licences by package. */
  licences: Map<string, string[]>;
  /** Packages from which others were only generated. */
  elsewhere: Set<string>;
}

function relationsOf(elements: readonly JsonObject[]): Relations {
  const expressions = new Map<string, string[]>();
  const texts = licenceTexts(elements);
  for (const element of elements) {
    if (element.type !== "simplelicensing_LicenseExpression") continue;
    const expression = element.simplelicensing_licenseExpression;
    expressions.set(String(element.spdxId), readLicenceExpression(expression, texts));
  }
  const relations: Relations = { licences: new Map(), elsewhere: new Set() };
  for (const { type, relationshipType, from, to } of elements) {
    if (type !== "Relationship" && type !== "LifecycleScopedRelationship") continue;
    if (relationshipType === "hasDeclaredLicense") {
      const declared = idsOf(to).flatMap((id) => expressions.get(id) ?? []);
      relations.licences.set(String(from), declared.slice(0, sbomLimits.licencesPerPackage));
    }
    if (relationshipType === "generates") relations.elsewhere.add(String(from));
    if (relationshipType === "usesTool") for (const id of idsOf(to)) relations.elsewhere.add(id);
  }
  return relations;
}

/** The texts behind `LicenseRef-…`: an expression tells by which element each is explained. */
function licenceTexts(elements: readonly JsonObject[]): ReadonlyMap<string, string> {
  const byElement = new Map<string, string>();
  for (const { type, spdxId, simplelicensing_licenseText } of elements) {
    const text = textOf(simplelicensing_licenseText);
    if (type === "simplelicensing_SimpleLicensingText" && text) byElement.set(String(spdxId), text);
  }
  const texts = new Map<string, string>();
  for (const { simplelicensing_customIdToUri } of elements) {
    for (const { key, value } of objectsOf(simplelicensing_customIdToUri)) {
      const text = byElement.get(String(value));
      if (text !== undefined) texts.set(String(key), text);
    }
  }
  return texts;
}

function componentOf(element: JsonObject, licences: readonly string[]): SbomComponent {
  const values = propertiesOf(element);
  const version = textOf(element.software_packageVersion);
  const name = textOf(element.name);
  return {
    purl: textOf(element.software_packageUrl) ?? identifierOf(element),
    names: name ? [name] : [],
    version,
    type: firstOf(values, "plimsoll:package:type"),
    source: readSource(values, version) ?? builtFrom(element.software_sourceInfo),
    supplier: firstOf(values, supplierPropertyName),
    licences,
    ...readPlaces(values),
  };
}

function identifierOf(element: JsonObject): string | undefined {
  const found = objectsOf(element.externalIdentifier).find(
    ({ externalIdentifierType }) => externalIdentifierType === "packageUrl",
  );
  return textOf(found?.identifier);
}

/** Extension profile, class CdxPropertiesExtension. */
function propertiesOf(element: JsonObject): PropertyValues {
  return groupProperties(
    objectsOf(element.extension)
      .flatMap(({ extension_cdxProperty }) => objectsOf(extension_cdxProperty))
      .map(({ extension_cdxPropName: name, extension_cdxPropValue: value }) => ({
        ...(typeof name === "string" ? { name } : {}),
        ...(typeof value === "string" ? { value } : {}),
      })),
  );
}

function distributionOf(element: JsonObject): Distribution | undefined {
  return systemOf({
    name: textOf(element.name),
    version: textOf(element.software_packageVersion),
    title: textOf(element.summary),
    values: propertiesOf(element),
  });
}

function subjectOf(subject: JsonObject | undefined) {
  const values = subject ? propertiesOf(subject) : new Map<string, string[]>();
  const name = textOf(subject?.name);
  const version = textOf(subject?.software_packageVersion);
  const digest = version?.startsWith("sha256:") ? version : undefined;
  return {
    layers: readLayers(values),
    describes: name ? { name, ...(digest ? { digest } : {}) } : undefined,
    imageId: firstOf(values, "plimsoll:image:id"),
    platform: firstOf(values, "plimsoll:image:platform"),
  };
}

function idsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((id) => typeof id === "string");
}
