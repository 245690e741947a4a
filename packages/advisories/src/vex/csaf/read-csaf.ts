import type { VexStatus } from "@plimsoll/core";
import { isId, isObject, maxItems, member, text } from "../../records/fields.ts";
import { collectReading, statementFault } from "../reading.ts";
import type { VexFormat, VexProduct, VexStatement } from "../statement.ts";
import { moment, objects, optional, words } from "../words.ts";
import { type CsafProducts, readProducts } from "./products.ts";

/** `product_status` (CSAF 2.0, 3.2.3.9), as far as VEX has a word for it. */
const statuses: Readonly<Record<string, VexStatus>> = {
  first_affected: "affected",
  known_affected: "affected",
  last_affected: "affected",
  first_fixed: "fixed",
  fixed: "fixed",
  known_not_affected: "not_affected",
  under_investigation: "under_investigation",
};

/** CSAF 2.0 (docs.oasis-open.org/csaf/csaf/v2.0), profile VEX and any other that gives product statuses. */
export const csafFormat: VexFormat = {
  name: "csaf",
  recognises: ({ document }) => text(member(document, "csaf_version")) !== "",
  read(document, source) {
    const { tracking, publisher } = isObject(document.document) ? document.document : {};
    const id = words(member(tracking, "id"), 200) || source;
    const about = {
      author: words(member(publisher, "name"), 200),
      timestamp: moment(member(tracking, "current_release_date")),
      document: id,
    };
    const products = readProducts(document.product_tree);
    const vulnerabilities = document.vulnerabilities;
    if (!Array.isArray(vulnerabilities) || vulnerabilities.length > maxItems) {
      const why = Array.isArray(vulnerabilities)
        ? `more than ${maxItems}`
        : "there is no list of them";
      const faults = [{ what: "vulnerabilities", why }];
      return { format: "csaf", document: id, statements: [], faults };
    }
    return collectReading("csaf", id, claimsOf(vulnerabilities, products), (claim) => ({
      what: `vulnerability ${claim.index + 1}, ${claim.key}`,
      read: () => readClaim(claim, about),
    }));
  },
};

/** The products of one vulnerability that share a status and what is said of it. */
interface Claim {
  index: number;
  key: string;
  names: string[];
  ids: string[];
  products: CsafProducts;
  status: VexStatus;
  remark: Remark;
}

interface Remark {
  justification: string;
  impact: string;
  action: string;
}

function* claimsOf(vulnerabilities: readonly unknown[], products: CsafProducts): Generator<Claim> {
  for (const [index, vulnerability] of vulnerabilities.entries()) {
    if (!isObject(vulnerability)) continue;
    const names = namesOf(vulnerability);
    const remarkOf = remarksOf(vulnerability, products);
    for (const [key, status] of Object.entries(statuses)) {
      const ids = products.unfold(member(vulnerability.product_status, key), undefined);
      const alike = Map.groupBy(ids, (id) => JSON.stringify(remarkOf(id, status)));
      for (const [remark, some] of alike) {
        yield { index, key, names, ids: some, products, status, remark: JSON.parse(remark) };
      }
    }
  }
}

/** The CVE, else what the publisher calls it. `ids` hold tickets too, which mean other things beside a CVE. */
function namesOf({ cve, ids }: Record<string, unknown>): string[] {
  if (isId(cve)) return [cve];
  return objects(ids)
    .map((one) => one.text)
    .filter(isId);
}

/** Flags (3.2.3.5), threats (3.2.3.14) and remediations (3.2.3.12), by product. */
function remarksOf(vulnerability: Record<string, unknown>, products: CsafProducts) {
  const byProduct = (items: unknown, of: (item: Record<string, unknown>) => string) => {
    const found = new Map<string, string>();
    for (const item of objects(items)) {
      const said = of(item);
      if (said === "") continue;
      for (const id of products.unfold(item.product_ids, item.group_ids)) {
        if (!found.has(id)) found.set(id, said);
      }
    }
    return found;
  };
  const flags = byProduct(vulnerability.flags, ({ label }) => words(label, 100));
  const impacts = byProduct(vulnerability.threats, ({ category, details }) =>
    category === "impact" ? words(details) : "",
  );
  const actions = byProduct(vulnerability.remediations, ({ details }) => words(details));
  return (id: string, status: VexStatus): Remark =>
    status === "not_affected"
      ? { justification: flags.get(id) ?? "", impact: impacts.get(id) ?? "", action: "" }
      : { justification: "", impact: "", action: actions.get(id) ?? "" };
}

function readClaim(
  { names, ids, products, status, remark }: Claim,
  about: Pick<VexStatement, "author" | "timestamp" | "document">,
): VexStatement {
  const named = ids.map((id) => products.find(id)).filter((one) => one !== undefined);
  if (named.length === 0) throw statementFault("none of its products is in the product tree");
  return {
    ...about,
    names,
    products: joinProducts(named),
    status,
    ...optional("justification", remark.justification),
    ...optional("impact", remark.impact),
    ...optional("action", remark.action),
  };
}

/** One product with many parts instead of many products with one part each. */
function joinProducts(products: readonly VexProduct[]): VexProduct[] {
  const wholes = Map.groupBy(products, ({ purls, digests, cpes, range, subcomponents }) =>
    JSON.stringify([purls, digests, cpes, range, subcomponents.length > 0]),
  );
  return [...wholes.values()].map((alike) => ({
    ...alike[0]!,
    subcomponents: alike.flatMap(({ subcomponents }) => subcomponents),
  }));
}
