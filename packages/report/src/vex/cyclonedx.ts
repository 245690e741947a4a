import type { Report } from "@plimsoll/core";
import { contentUuid, toCycloneDx } from "@plimsoll/scan";
import { formatJson } from "../escape/json.ts";
import { plainLine } from "../escape/plain.ts";
import { aliasesOf, issuerOf } from "./about.ts";
import { type Claim, claimsOf } from "./claims.ts";
import { defaultAuthor, timestampOf, type VexOptions } from "./options.ts";
import { imageProductOf } from "./product.ts";

interface Document {
  metadata: { timestamp: string; component: object; [key: string]: unknown };
  components: { "bom-ref": string; purl?: string }[];
  [key: string]: unknown;
}

/**
 * What a report says of its vulnerabilities as CycloneDX 1.6 VEX, with the packages that it speaks of
 * (cyclonedx.org/capabilities/vex). The same report gives the same document.
 */
export function renderCycloneDxVex(report: Report, options: VexOptions = {}): string {
  const claims = claimsOf(report);
  const named = new Set(claims.flatMap(({ packages }) => packages).map(({ purl }) => purl));
  const inventory = {
    ...report.inventory,
    packages: report.inventory.packages.filter(({ purl }) => named.has(purl)),
  };
  const {
    serialNumber: _,
    $schema,
    bomFormat,
    specVersion,
    metadata,
    ...rest
  } = toCycloneDx(inventory, report.subject, {
    toolVersion: report.tool.version,
    timestamp: timestampOf(report),
  }) as Document;
  const product = imageProductOf(report);
  const refs = new Map<string, string[]>();
  for (const { purl, "bom-ref": ref } of rest.components) {
    if (purl !== undefined) refs.set(purl, [...(refs.get(purl) ?? []), ref]);
  }
  const content = {
    ...rest,
    metadata: {
      ...metadata,
      authors: [{ name: plainLine(options.author ?? defaultAuthor, 200) }],
      component: { ...metadata.component, ...(product && { purl: product.purl }) },
    },
    vulnerabilities: claims.map((claim) => vulnerabilityOf(claim, refs)),
  };
  const serialNumber = `urn:uuid:${contentUuid(content)}`;
  return formatJson({ $schema, bomFormat, specVersion, serialNumber, ...content });
}

const states = {
  affected: "exploitable",
  fixed: "resolved",
  not_affected: "not_affected",
  under_investigation: "in_triage",
} as const;

/** The nearest of CycloneDX's terms; `detail` has the exact one. */
const justifications = {
  component_not_present: "code_not_present",
  vulnerable_code_not_present: "code_not_present",
  vulnerable_code_not_in_execute_path: "code_not_reachable",
  vulnerable_code_cannot_be_controlled_by_adversary: "code_not_reachable",
  inline_mitigations_already_exist: "protected_by_mitigating_control",
} as const;

const responses = {
  update: ["update"],
  none: ["can_not_fix"],
  accepted: ["will_not_fix"],
} as const;

function vulnerabilityOf(claim: Claim, refs: ReadonlyMap<string, string[]>): object {
  const { vulnerability, status, justification, impact, action, remedy, note, packages } = claim;
  const { id, cvss, summary, published } = vulnerability;
  const detail = [[justification, impact].filter(Boolean).join(": "), note]
    .filter(Boolean)
    .join(". ");
  const others = aliasesOf(vulnerability);
  const day = published === undefined ? Number.NaN : Date.parse(published);
  return {
    id,
    ...(others.length > 0 && {
      references: others.map((alias) => ({ id: alias, source: { name: issuerOf(alias) } })),
    }),
    ...(cvss && { ratings: [{ score: cvss.score, vector: cvss.vector }] }),
    ...(summary !== undefined && { description: plainLine(summary, 1_000) }),
    ...(action !== undefined && { recommendation: action }),
    ...(!Number.isNaN(day) && { published: new Date(day).toISOString() }),
    analysis: {
      state: states[status],
      ...(justification !== undefined && { justification: justifications[justification] }),
      ...(remedy !== undefined && { response: responses[remedy] }),
      ...(detail !== "" && { detail }),
    },
    affects: packages.flatMap(({ purl }) => (refs.get(purl) ?? [purl]).map((ref) => ({ ref }))),
  };
}
