import type { JsonObject } from "../formats/json-object.ts";
import { readXml, type XmlElement } from "../formats/xml.ts";
import { sbomLimits } from "./limits.ts";

/**
 * Turns CycloneDX XML 1.0 to 1.7 (https://cyclonedx.org/docs/latest/xml/) into the form of its JSON, as
 * far as components are read; undefined when it is no such document.
 */
export function parseCycloneDxXml(text: string): JsonObject | undefined {
  const root = readXml(text);
  if (root === undefined || localName(root) !== "bom") return undefined;
  const isCycloneDx = Object.entries(root.attributes).some(
    ([name, value]) => name.startsWith("xmlns") && value.startsWith("http://cyclonedx.org/"),
  );
  if (!isCycloneDx) return undefined;
  const subject = child(child(root, "metadata"), "component");
  return {
    bomFormat: "CycloneDX",
    metadata: subject === undefined ? {} : { component: toComponent(subject, 0) },
    components: componentsOf(root, 0),
  };
}

function componentsOf(parent: XmlElement, depth: number): JsonObject[] {
  // One level more than is read, so that the reader tells of it.
  if (depth > sbomLimits.depth + 1) return [];
  return items(parent, "components", "component").map((one) => toComponent(one, depth));
}

function toComponent(element: XmlElement, depth: number): JsonObject {
  const text = (name: string) => child(element, name)?.text;
  const supplier = child(element, "supplier");
  return {
    type: element.attributes.type ?? "library",
    name: text("name"),
    group: text("group"),
    version: text("version"),
    description: text("description"),
    purl: text("purl"),
    ...(supplier && { supplier: { name: child(supplier, "name")?.text } }),
    licenses: licencesOf(element),
    properties: items(element, "properties", "property").map(({ attributes, text: value }) => ({
      name: attributes.name,
      value,
    })),
    evidence: {
      occurrences: items(child(element, "evidence"), "occurrences", "occurrence").map((one) => ({
        location: child(one, "location")?.text,
      })),
    },
    components: componentsOf(element, depth + 1),
  };
}

function licencesOf(element: XmlElement): JsonObject[] {
  return (child(element, "licenses")?.children ?? []).map((one) =>
    localName(one) === "expression"
      ? { expression: one.text }
      : { license: { id: child(one, "id")?.text, name: child(one, "name")?.text } },
  );
}

function items(parent: XmlElement | undefined, list: string, name: string): XmlElement[] {
  return child(parent, list)?.children.filter((one) => localName(one) === name) ?? [];
}

function child(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((one) => localName(one) === name);
}

/** Without the prefix of a namespace. */
function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(":") + 1);
}
