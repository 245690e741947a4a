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
import { objectOf, objectsOf, pathOf, textOf } from "./value.ts";

/** Kinds of components that are no packages, even when they have a version. */
const otherTypes = new Set([
  "file",
  "container",
  "platform",
  "device",
  "device-driver",
  "firmware",
  "data",
  "machine-learning-model",
  "cryptographic-asset",
]);

/**
 * Reads CycloneDX JSON 1.2 to 1.7 (https://cyclonedx.org/specification/overview/), components
 * inside components too.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED`
 */
export function readCycloneDx(document: JsonObject): SbomContent {
  const subject = objectOf(objectOf(document.metadata).component);
  const subjectValues = propertiesOf(subject);
  const components: SbomComponent[] = [];
  const unnamed: SbomContent["unnamed"] = { count: 0 };
  let distribution: Distribution | undefined;

  for (const component of flatten(document, subject)) {
    if (component.type === "operating-system") {
      distribution ??= distributionOf(component);
      continue;
    }
    const read = componentOf(component);
    if (isPackageUrlOfPackage(read.purl)) components.push(read);
    else if (
      read.purl === undefined &&
      component !== subject &&
      !otherTypes.has(String(component.type)) &&
      read.version
    ) {
      countUnnamed(unnamed, read.names[0] ?? "");
    }
  }
  const name = textOf(subject.name);
  const digest = digestOf(subject);
  return {
    components,
    distribution,
    layers: readLayers(subjectValues),
    describes: name ? { name, ...(digest ? { digest } : {}) } : undefined,
    imageId: firstOf(subjectValues, "plimsoll:image:id", "aquasecurity:trivy:ImageID"),
    platform: firstOf(subjectValues, "plimsoll:image:platform"),
    unnamed,
  };
}

/** The subject, its parts and all components, each before what it contains. */
function flatten(document: JsonObject, subject: JsonObject): JsonObject[] {
  const flat: JsonObject[] = [];
  const open = [...objectsOf(document.components), subject]
    .reverse()
    .map((component) => ({ component, depth: 0 }));
  while (open.length > 0) {
    const { component, depth } = open.pop()!;
    flat.push(component);
    if (flat.length > sbomLimits.components) throw tooLarge("components", sbomLimits.components);
    if (depth >= sbomLimits.depth) throw tooLarge("levels of components", sbomLimits.depth);
    for (const inner of objectsOf(component.components).reverse()) {
      open.push({ component: inner, depth: depth + 1 });
    }
  }
  return flat;
}

function propertiesOf(component: JsonObject): PropertyValues {
  return groupProperties(objectsOf(component.properties));
}

function componentOf(component: JsonObject): SbomComponent {
  const values = propertiesOf(component);
  const name = textOf(component.name);
  const group = textOf(component.group);
  const version = textOf(component.version);
  const { layer, locations } = readPlaces(values);
  return {
    purl: textOf(component.purl),
    names: name ? [...(group ? [`${group}/${name}`, `${group}:${name}`] : []), name] : [],
    version,
    type: firstOf(values, "plimsoll:package:type"),
    source: readSource(values, version),
    supplier: textOf(objectOf(component.supplier).name),
    licences: licencesOf(component),
    layer,
    locations: locations.length > 0 ? locations : occurrencesOf(component),
  };
}

/** CycloneDX 1.5, `evidence.occurrences`. */
function occurrencesOf(component: JsonObject): { path: string }[] {
  return objectsOf(objectOf(component.evidence).occurrences)
    .slice(0, sbomLimits.locationsPerPackage)
    .flatMap(({ location }) => {
      const path = pathOf(location);
      return path ? [{ path }] : [];
    });
}

function licencesOf(component: JsonObject): string[] {
  return objectsOf(component.licenses)
    .slice(0, sbomLimits.licencesPerPackage)
    .flatMap(({ license, expression }) => {
      // An expression is one statement: SPDX's AND is not a list here.
      const whole = textOf(expression);
      if (whole !== undefined) return readLicenceExpression(whole).length > 0 ? [whole] : [];
      const { id, name } = objectOf(license);
      return textOf(id) ?? textOf(name) ?? [];
    });
}

function distributionOf(component: JsonObject): Distribution | undefined {
  const values = propertiesOf(component);
  return systemOf({
    name: firstOf(values, "syft:distro:id") ?? textOf(component.name),
    version: textOf(component.version),
    title: firstOf(values, "syft:distro:prettyName") ?? textOf(component.description),
    values,
  });
}

function digestOf(subject: JsonObject): string | undefined {
  const version = textOf(subject.version);
  return version?.startsWith("sha256:") ? version : undefined;
}
