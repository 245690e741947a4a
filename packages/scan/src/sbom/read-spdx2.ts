import type { Distribution } from "@plimsoll/core";
import type { JsonObject } from "../formats/json-object.ts";
import { countUnnamed, type SbomComponent, type SbomContent } from "./component.ts";
import { sbomLimits } from "./limits.ts";
import { readLicenceExpression } from "./read-licence.ts";
import {
  firstOf,
  groupProperties,
  type PropertyValues,
  readLayers,
  readPlaces,
  readSource,
} from "./read-properties.ts";
import { tooLarge } from "./refuse.ts";
import { isPackageUrlOfPackage, systemOf } from "./roles.ts";
import { objectsOf, textOf } from "./value.ts";

/** Relationships whose source is not in the product, but made it or tested it (SPDX 2.3, 11.1). */
const elsewhereIsSource = new Set([
  "GENERATES",
  "BUILD_TOOL_OF",
  "DEV_TOOL_OF",
  "TEST_TOOL_OF",
  "TEST_DEPENDENCY_OF",
  "DEV_DEPENDENCY_OF",
  "BUILD_DEPENDENCY_OF",
]);

/**
 * Reads an SPDX 2.2 or 2.3 document in JSON (https://spdx.github.io/spdx-spec/v2.3/). What packages
 * were only generated from, or built with, is left out.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED`
 */
export function readSpdx2(document: JsonObject): SbomContent {
  const packages = objectsOf(document.packages);
  if (packages.length > sbomLimits.components) throw tooLarge("packages", sbomLimits.components);
  const relationships = objectsOf(document.relationships);
  const elsewhere = elsewhereOf(relationships);
  const described = describedOf(document, relationships);
  const texts = licenceTexts(document);
  const components: SbomComponent[] = [];
  const unnamed: SbomContent["unnamed"] = { count: 0 };
  let distribution: Distribution | undefined;
  let subject: JsonObject | undefined;

  for (const found of packages) {
    const id = textOf(found.SPDXID) ?? "";
    if (described.has(id)) subject ??= found;
    const purpose = String(found.primaryPackagePurpose ?? "").replace("_", "-");
    if (purpose === "OPERATING-SYSTEM" || /OperatingSystem/.test(id)) {
      distribution ??= distributionOf(found);
      continue;
    }
    if (elsewhere.has(id) || purpose === "CONTAINER") continue;
    const read = componentOf(found, texts);
    if (isPackageUrlOfPackage(read.purl)) components.push(read);
    else if (read.purl === undefined && read.version && !described.has(id) && purpose !== "SOURCE")
      countUnnamed(unnamed, read.names[0] ?? id);
  }
  return {
    components,
    distribution,
    ...subjectOf(subject, document),
    unnamed,
  };
}

function elsewhereOf(relationships: readonly JsonObject[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { relationshipType, spdxElementId, relatedSpdxElement } of relationships) {
    const type = String(relationshipType);
    if (type === "GENERATED_FROM") ids.add(String(relatedSpdxElement));
    else if (elsewhereIsSource.has(type)) ids.add(String(spdxElementId));
  }
  return ids;
}

function describedOf(
  document: JsonObject,
  relationships: readonly JsonObject[],
): ReadonlySet<string> {
  const ids = new Set<string>();
  if (Array.isArray(document.documentDescribes)) {
    for (const id of document.documentDescribes) ids.add(String(id));
  }
  for (const { relationshipType, spdxElementId, relatedSpdxElement } of relationships) {
    if (relationshipType === "DESCRIBES") ids.add(String(relatedSpdxElement));
    if (relationshipType === "DESCRIBED_BY") ids.add(String(spdxElementId));
  }
  return ids;
}

function licenceTexts(document: JsonObject): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { licenseId, extractedText, name } of objectsOf(document.hasExtractedLicensingInfos)) {
    const id = textOf(licenseId);
    const text = textOf(extractedText) ?? textOf(name);
    if (id !== undefined && text !== undefined) texts.set(id, text);
  }
  return texts;
}

function componentOf(found: JsonObject, texts: ReadonlyMap<string, string>): SbomComponent {
  const values = annotationsOf(found);
  const version = textOf(found.versionInfo);
  const { layer, locations } = readPlaces(values);
  const declared = readLicenceExpression(found.licenseDeclared, texts);
  const name = textOf(found.name);
  return {
    purl: purlOf(found),
    names: name ? [name] : [],
    version,
    type: firstOf(values, "plimsoll:package:type"),
    source: readSource(values, version) ?? builtFrom(found.sourceInfo),
    supplier: supplierOf(found.supplier),
    licences: declared.length > 0 ? declared : readLicenceExpression(found.licenseConcluded, texts),
    layer,
    locations,
  };
}

function purlOf(found: JsonObject): string | undefined {
  const references = objectsOf(found.externalRefs);
  const reference = references.find(({ referenceType }) =>
    /(?:^|\/)purl$/.test(String(referenceType)),
  );
  return textOf(reference?.referenceLocator);
}

/** Annotations of the form `name: value`; Trivy once wrote them as attribution texts. */
function annotationsOf(found: JsonObject): PropertyValues {
  const texts = [
    ...objectsOf(found.annotations).map(({ comment }) => comment),
    ...(Array.isArray(found.attributionTexts) ? found.attributionTexts : []),
  ];
  return groupProperties(
    texts.flatMap((text) => {
      const colon = typeof text === "string" ? text.indexOf(": ") : -1;
      if (colon === -1) return [];
      return [{ name: text.slice(0, colon), value: text.slice(colon + 2) }];
    }),
  );
}

/** `Organization: Red Hat, Inc.`, `Person: Jane (jane@example.org)`, `NOASSERTION` (SPDX 2.3, 7.5). */
function supplierOf(supplier: unknown): string | undefined {
  return textOf(/^(?:Organization|Person): (.+)$/.exec(textOf(supplier) ?? "")?.[1]);
}

/** `built package from: glibc 2.36`, as Trivy writes it. */
export function builtFrom(sourceInfo: unknown): SbomComponent["source"] {
  const [, name, version] =
    /^built package from: (\S{1,256}) (\S{1,256})$/.exec(textOf(sourceInfo) ?? "") ?? [];
  return name !== undefined && version !== undefined ? { name, version } : undefined;
}

function distributionOf(found: JsonObject): Distribution | undefined {
  return systemOf({
    name: textOf(found.name),
    version: textOf(found.versionInfo),
    title: textOf(found.summary),
    values: annotationsOf(found),
  });
}

function subjectOf(subject: JsonObject | undefined, document: JsonObject) {
  const values = subject ? annotationsOf(subject) : new Map<string, string[]>();
  const name = textOf(subject?.name) ?? textOf(document.name);
  const version = textOf(subject?.versionInfo);
  const digest = version?.startsWith("sha256:") ? version : undefined;
  return {
    layers: readLayers(values),
    describes: name ? { name, ...(digest ? { digest } : {}) } : undefined,
    imageId: firstOf(values, "plimsoll:image:id", "ImageID"),
    platform: firstOf(values, "plimsoll:image:platform"),
  };
}
