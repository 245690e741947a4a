import {
  createFinding,
  type Finding,
  type Inventory,
  type Package,
  type Subject,
} from "@plimsoll/core";
import { applyVex, readVex, type VexStatement } from "../../src/index.ts";
import { installed, inventory } from "../support.ts";

export const digest = `sha256:${"5a".repeat(32)}`;
export const subject: Subject = {
  kind: "image",
  reference: "ghcr.io/acme/shop:1.4",
  source: "registry",
  digest,
  imageId: `sha256:${"1c".repeat(32)}`,
};
export const lodash = installed("npm", "lodash", "4.17.4");
export const minimist = installed("npm", "minimist", "1.2.0");

/** A vulnerability of a package. */
export function vulnerable(pkg: Package, id = "CVE-2026-0001", aliases: string[] = []): Finding {
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: "high",
    title: `${pkg.name}: ${id}`,
    package: { purl: pkg.purl, name: pkg.name, version: pkg.version },
    vulnerability: { id, aliases, feed: "osv/npm" },
    identity: [id, pkg.purl],
  });
}

/** An OpenVEX document. */
export function openVex(statements: object[], rest: object = {}): string {
  return JSON.stringify({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": "https://acme.example/vex/7",
    author: "Acme Security",
    timestamp: "2026-03-04T05:06:07Z",
    version: 1,
    statements,
    ...rest,
  });
}

/** A statement that a product is not affected by CVE-2026-0001. */
export function cleared(product: unknown, rest: object = {}): object {
  return {
    vulnerability: { name: "CVE-2026-0001" },
    products: [product],
    status: "not_affected",
    justification: "vulnerable_code_not_present",
    ...rest,
  };
}

export function statementsOf(text: string): readonly VexStatement[] {
  return readVex(text, "vex.json").statements;
}

/** What becomes of one finding after statements were applied to it in an image that holds its package. */
export function judged(
  statements: readonly VexStatement[],
  options: { finding?: Finding; about?: Subject; holds?: Inventory; digests?: string[] } = {},
): Finding {
  const { finding = vulnerable(lodash), about = subject, digests = [] } = options;
  const holds = options.holds ?? inventory([lodash, minimist], { id: "debian", versionId: "12" });
  return applyVex([finding], statements, { subject: about, inventory: holds, digests })[0]!;
}
