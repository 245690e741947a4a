import type { Distribution, Package } from "@plimsoll/core";
import type { SbomComponent } from "./component.ts";
import { readPurl } from "./read-purl.ts";

/** A package, and the distribution that its package URL names. */
export interface IdentifiedComponent {
  found: Package;
  distribution: Distribution | undefined;
}

/**
 * The package that a component stands for: its package URL says which one, the rest of the component
 * adds to it. Undefined when the package URL is none.
 */
export function toPackage(component: SbomComponent): IdentifiedComponent | undefined {
  const facts = readPurl(component.purl ?? "");
  if (facts === undefined) return undefined;
  const { purl, type, architecture, distribution } = facts;
  const source = component.source ?? facts.source;
  return {
    distribution,
    found: {
      purl,
      name: foldedTypes.has(type) ? spelling(facts.name, component.names) : facts.name,
      version: facts.version ?? component.version ?? "",
      type: component.type ?? type,
      ...(architecture ? { architecture } : {}),
      ...(source ? { source } : {}),
      ...(component.supplier ? { supplier: component.supplier } : {}),
      licences: [...component.licences],
      ...(component.layer ? { layer: component.layer } : {}),
      locations: [...component.locations],
    },
  };
}

/** Types whose package URLs fold names: their case, and hyphens and underscores of PyPI's. */
const foldedTypes = new Set(["npm", "pypi", "composer", "hex", "luarocks", "pub"]);

/** The document's own spelling, where it is the same name. */
function spelling(name: string, names: readonly string[]): string {
  return names.find((own) => folded(own) === folded(name)) ?? name;
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
