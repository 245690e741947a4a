import type { Report } from "@plimsoll/core";
import { contentUuid } from "@plimsoll/scan";
import { formatJson } from "../escape/json.ts";
import { plainLine } from "../escape/plain.ts";
import { aliasesOf, describeReference, issuerOf } from "./about.ts";
import { type Claim, claimsOf } from "./claims.ts";
import { type CsafProductIds, productTreeOf } from "./csaf-products.ts";
import { defaultAuthor, timestampOf, type VexOptions } from "./options.ts";
import { imageProductOf } from "./product.ts";

/**
 * What a report says of its vulnerabilities as CSAF 2.0, profile VEX
 * (docs.oasis-open.org/csaf/csaf/v2.0, 4.5); with nothing to say, which that profile does not allow,
 * profile CSAF Base. The same report gives the same document.
 */
export function renderCsafVex(report: Report, options: VexOptions = {}): string {
  const claims = claimsOf(report);
  const byId = Map.groupBy(claims, ({ vulnerability }) => vulnerability.id);
  const { tree, ids } = productTreeOf(claims, imageProductOf(report));
  const date = timestampOf(report);
  const name = plainLine(options.author ?? defaultAuthor, 200);
  const content =
    claims.length === 0
      ? {}
      : {
          product_tree: tree,
          vulnerabilities: [...byId].map(([, group]) => vulnerabilityOf(group, ids)),
        };
  const title = `Vulnerabilities of ${describeReference(report)}`;
  return formatJson({
    document: {
      category: claims.length === 0 ? "csaf_base" : "csaf_vex",
      csaf_version: "2.0",
      lang: "en",
      notes: [{ category: "summary", text: `${title}, as checked on ${date.slice(0, 10)}.` }],
      publisher: { category: "other", name, namespace: "https://plimsoll.dev" },
      title,
      tracking: {
        current_release_date: date,
        generator: {
          date,
          engine: {
            name: plainLine(report.tool.name, 60) || "plimsoll",
            version: plainLine(report.tool.version, 60) || "0",
          },
        },
        id: `plimsoll-${contentUuid({ title, name, date, content })}`,
        initial_release_date: date,
        revision_history: [{ date, number: "1", summary: "Made from a check." }],
        status: "final",
        version: "1",
      },
    },
    ...content,
  });
}

const statusKeys = {
  affected: "known_affected",
  fixed: "fixed",
  not_affected: "known_not_affected",
  under_investigation: "under_investigation",
} as const;

const remedyCategories = {
  update: "vendor_fix",
  none: "none_available",
  accepted: "no_fix_planned",
} as const;

/** All that is said of one vulnerability; a CVE may stand in one place only (6.1.23). */
function vulnerabilityOf(claims: readonly Claim[], ids: CsafProductIds): object {
  const { vulnerability } = claims[0]!;
  const { id, summary } = vulnerability;
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(id);
  const others = [...(isCve ? [] : [id]), ...aliasesOf(vulnerability)];
  const byStatus = Map.groupBy(claims, ({ status }) => statusKeys[status]);
  const flags = claims.flatMap((claim) =>
    claim.justification === undefined
      ? []
      : { label: claim.justification, product_ids: ids(claim) },
  );
  const threats = claims.flatMap((claim) =>
    claim.impact === undefined
      ? []
      : { category: "impact", details: claim.impact, product_ids: ids(claim) },
  );
  const remediations = claims.flatMap((claim) =>
    claim.action === undefined
      ? []
      : {
          category: remedyCategories[claim.remedy ?? "none"],
          details: claim.action,
          product_ids: ids(claim),
        },
  );
  const notes = [...new Set(claims.flatMap(({ note }) => note ?? []))];
  return {
    ...(isCve && { cve: id }),
    ...(flags.length > 0 && { flags }),
    ...(others.length > 0 && {
      ids: others.map((text) => ({ system_name: issuerOf(text), text })),
    }),
    notes: [
      { category: "description", text: plainLine(summary ?? id, 1_000) || id },
      ...notes.map((text) => ({ category: "other", text })),
    ],
    product_status: Object.fromEntries(
      [...byStatus].map(([key, group]) => [key, group.flatMap(ids)]),
    ),
    ...(remediations.length > 0 && { remediations }),
    ...(threats.length > 0 && { threats }),
  };
}
