import { createHash } from "node:crypto";
import type { Inventory, Package, Subject } from "@plimsoll/core";
import { contentUuid } from "../sbom/content-uuid.ts";
import { describedBy } from "../sbom/described.ts";
import { type DeclaredLicence, toDeclaredLicence } from "./licences.ts";

/** What an SPDX document needs besides the inventory. */
export interface SpdxOptions {
  /** Version of the tool that wrote it. */
  toolVersion: string;
  /** RFC 3339; default: now. The document depends on nothing else that changes. */
  timestamp?: string;
}

/** A package of the inventory with the identifier that it has in the document. */
export interface IdentifiedPackage {
  found: Package;
  /** `SPDXRef-…` */
  id: string;
  licence: DeclaredLicence | undefined;
}

/** What SPDX 2.3 and 3.0 documents have in common. */
export interface SpdxContent {
  /** Name of the document: what it describes. */
  name: string;
  /** Unique to the content: the same inventory has the same namespace. */
  namespace: string;
  /** UTC, without fractions of a second (SPDX 2.3, 6.9). */
  created: string;
  packages: IdentifiedPackage[];
}

/** Version of the SPDX License List whose identifiers are known; see `spdx-ids.ts`. */
export const licenceListVersion = "3.29";

/** Names, dates and identifies everything that goes into an SPDX document. */
export function prepareSpdx(
  inventory: Inventory,
  subject: Subject,
  { toolVersion, timestamp }: SpdxOptions,
): SpdxContent {
  const created = withoutFraction(timestamp ?? new Date().toISOString());
  const { name } = describedBy(subject);
  const uuid = contentUuid({ subject, inventory, toolVersion, created });
  return {
    name: name || "unnamed",
    namespace: `https://plimsoll.dev/spdx/${slugOf(name)}-${uuid}`,
    created,
    packages: identify(inventory.packages),
  };
}

function identify(packages: readonly Package[]): IdentifiedPackage[] {
  // npm's package URLs ignore case although npm's oldest names do not: a purl may occur twice.
  const uses = new Map<string, number>();
  return packages.map((found) => {
    const use = (uses.get(found.purl) ?? 0) + 1;
    uses.set(found.purl, use);
    const hash = createHash("sha256").update(`${found.purl}\n${use}`).digest("hex").slice(0, 16);
    const id = `SPDXRef-Package-${slugOf(found.type)}-${slugOf(found.name)}-${hash}`;
    return { found, id, licence: toDeclaredLicence(found.licences) };
  });
}

/** Letters, digits, dots and hyphens, as identifiers may have (SPDX 2.3, 7.2). */
function slugOf(text: string): string {
  return text.replace(/[^A-Za-z0-9.]+/g, "-").slice(0, 60) || "unnamed";
}

function withoutFraction(timestamp: string): string {
  const date = new Date(timestamp);
  if (Number.isNaN(date.getTime())) return timestamp;
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
