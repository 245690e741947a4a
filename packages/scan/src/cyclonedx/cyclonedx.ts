import type { Inventory, Subject } from "@plimsoll/core";
import { contentUuid } from "../sbom/content-uuid.ts";
import { isOfDistribution } from "../sbom/described.ts";
import {
  type Component,
  distributionComponent,
  packageComponent,
  subjectComponent,
} from "./components.ts";

/** What a bill of materials needs besides the inventory. */
export interface CycloneDxOptions {
  /** Version of the tool that wrote it. */
  toolVersion: string;
  /** RFC 3339; default: now. The document depends on nothing else that changes. */
  timestamp?: string;
  /** `urn:uuid:…`; default: made from the content, so that equal documents have equal numbers. */
  serialNumber?: string;
}

interface Dependency {
  ref: string;
  dependsOn: string[];
}

/**
 * The inventory as a CycloneDX 1.6 document, see https://cyclonedx.org/docs/1.6/json/. The image is
 * the subject, its distribution and packages are components; what a package itself depends on is
 * not known and not claimed.
 */
export function toCycloneDx(
  inventory: Inventory,
  subject: Subject,
  options: CycloneDxOptions,
): object {
  const image = subjectComponent(subject, inventory);
  const system = distributionComponent(inventory);
  const components = [...(system ? [system] : []), ...packageComponents(inventory)];
  const content = {
    version: 1,
    metadata: {
      timestamp: options.timestamp ?? new Date().toISOString(),
      tools: {
        components: [{ type: "application", name: "plimsoll", version: options.toolVersion }],
      },
      component: image,
    },
    components,
    dependencies: dependenciesOf(image, system, components),
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: options.serialNumber ?? `urn:uuid:${contentUuid(content)}`,
    ...content,
  };
}

function packageComponents({ packages }: Inventory): Component[] {
  // npm's package URLs ignore case although npm's oldest names do not: a purl may occur twice.
  const uses = new Map<string, number>();
  return packages.map((found) => {
    const use = (uses.get(found.purl) ?? 0) + 1;
    uses.set(found.purl, use);
    return packageComponent(found, use === 1 ? found.purl : `${found.purl}#${use}`);
  });
}

/** The image is made of the distribution and of what others brought; the distribution of its packages. */
function dependenciesOf(
  image: Component,
  system: Component | undefined,
  components: readonly Component[],
): Dependency[] {
  const packages = components.filter((component) => component !== system);
  const refs = (list: readonly Component[]) => list.map((component) => component["bom-ref"]);
  if (system === undefined) return [{ ref: image["bom-ref"], dependsOn: refs(packages) }];
  return [
    {
      ref: image["bom-ref"],
      dependsOn: refs([system, ...packages.filter((component) => !isOfDistribution(component))]),
    },
    { ref: system["bom-ref"], dependsOn: refs(packages.filter(isOfDistribution)) },
  ];
}
