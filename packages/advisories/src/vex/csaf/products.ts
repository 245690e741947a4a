import { list, member, text } from "../../records/fields.ts";
import { unidentified, withinRange } from "../reading.ts";
import type { VexIdentity, VexProduct } from "../statement.ts";
import { isPurl, isSha256Name, objects, sha256Digest, texts } from "../words.ts";

const maxDepth = 64;
const maxProducts = 500_000;

/** The products of a document, by what its `product_id` stands for. */
export interface CsafProducts {
  find(id: string): VexProduct | undefined;
  /** A list of `product_ids` and `group_ids`, with the groups unfolded. */
  unfold(productIds: unknown, groupIds: unknown): string[];
}

/** Reads `product_tree` (CSAF 2.0, 3.2.2): branches, names, relationships and groups. */
export function readProducts(tree: unknown): CsafProducts {
  const identities = new Map<string, VexIdentity>();
  const add = (product: unknown, range?: string) => {
    const id = text(member(product, "product_id"));
    if (id === "" || identities.size >= maxProducts) return;
    const identity = identityOf(product);
    identities.set(id, range === undefined ? identity : withinRange(identity, range));
  };
  for (const product of list(member(tree, "full_product_names"))) add(product);
  const branches = objects(member(tree, "branches")).map((branch) => branchOf(branch, 1));
  for (let next = branches.pop(); next !== undefined; next = branches.pop()) {
    const { branch, depth, range } = next;
    add(branch.product, range);
    if (depth >= maxDepth) continue;
    for (const inner of objects(branch.branches)) branches.push(branchOf(inner, depth + 1, range));
  }

  const products = new Map<string, VexProduct>();
  for (const [id, identity] of identities) products.set(id, { ...identity, subcomponents: [] });
  for (const relation of objects(member(tree, "relationships"))) {
    const id = text(member(relation.full_product_name, "product_id"));
    if (id === "" || products.size >= maxProducts) continue;
    products.set(id, relate(relation, identities));
  }

  const groups = new Map<string, string[]>();
  for (const { group_id: id, product_ids: ids } of objects(member(tree, "product_groups"))) {
    groups.set(text(id), texts(ids));
  }
  return {
    find: (id) => products.get(id),
    unfold: (ids, groupIds) => [
      ...texts(ids),
      ...texts(groupIds).flatMap((group) => groups.get(group) ?? []),
    ],
  };
}

/**
 * A branch with the range that holds for its products: CSAF 2.0, 3.1.2.2, `product_version_range`,
 * whose name is a `vers:`. Other ways to write one cannot be read for certain.
 */
function branchOf(branch: Record<string, unknown>, depth: number, outer?: string) {
  const isRange = branch.category === "product_version_range";
  const range = isRange ? text(branch.name) : outer;
  return { branch, depth, ...(range !== undefined && { range }) };
}

/** "A as a component of B", "A installed on B": the statement speaks of A, and only in B. */
function relate(
  relation: Record<string, unknown>,
  identities: ReadonlyMap<string, VexIdentity>,
): VexProduct {
  const part = identities.get(text(relation.product_reference)) ?? unidentified;
  const whole = identities.get(text(relation.relates_to_product_reference)) ?? unidentified;
  return { ...whole, subcomponents: [part] };
}

/** `product_identification_helper`, 3.1.3.3 */
function identityOf(product: unknown): VexIdentity {
  const helper = member(product, "product_identification_helper");
  const hashes = objects(member(helper, "hashes")).flatMap((file) => objects(file.file_hashes));
  // CSAF 2.1 has `purls`.
  const purls = [member(helper, "purl"), ...list(member(helper, "purls"))];
  return {
    purls: purls.filter(isPurl),
    digests: hashes.flatMap(({ algorithm, value }) =>
      isSha256Name(algorithm) ? sha256Digest(value) : [],
    ),
    cpes: [member(helper, "cpe")].filter((cpe) => typeof cpe === "string"),
  };
}
