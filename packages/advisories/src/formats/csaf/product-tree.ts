import { isObject, member, text } from "../../records/fields.ts";

/** A product of CSAF 2.0 (docs.oasis-open.org/csaf/csaf/v2.0, 3.1.3). */
export interface Product {
  readonly id: string;
  readonly name: string;
  /** Empty when it has none. */
  readonly cpe: string;
  readonly purl: string;
}

/** A product that is part of another one. */
export interface Component {
  readonly component: Product;
  readonly platform: Product;
  /** The module that the component belongs to, where that stands between the two. */
  readonly module?: Product;
}

/** A kernel's vulnerability concerns some hundred thousand builds. */
export const maxProducts = 1_000_000;
const maxDepth = 32;

/** The products of a document, and which of them are parts of which. */
export class ProductTree {
  readonly #products = new Map<string, Product>();
  readonly #relations = new Map<string, { part: string; whole: string }>();

  /** @throws RangeError for more products than any real document has */
  constructor(tree: unknown) {
    const branches = [{ value: tree, depth: 0 }];
    for (let branch = branches.pop(); branch; branch = branches.pop()) {
      const { value, depth } = branch;
      this.#addProduct(member(value, "product"));
      if (depth > maxDepth) throw new RangeError(`it nests more than ${maxDepth} branches`);
      for (const child of items(member(value, "branches"))) {
        branches.push({ value: child, depth: depth + 1 });
      }
    }
    for (const product of items(member(tree, "full_product_names"))) this.#addProduct(product);
    for (const relation of items(member(tree, "relationships"))) {
      const id = text(member(member(relation, "full_product_name"), "product_id"));
      const part = text(member(relation, "product_reference"));
      const whole = text(member(relation, "relates_to_product_reference"));
      if (id !== "") this.#relations.set(id, { part, whole });
    }
  }

  /** The component that an identifier stands for, and where it is part of; `undefined` for no component. */
  find(id: string): Component | undefined {
    const relation = this.#relations.get(id);
    if (!relation) return undefined;
    const component = this.#products.get(relation.part);
    if (!component) return undefined;
    const platform = this.#products.get(relation.whole);
    if (platform) return { component, platform };
    // A package in a module in a release.
    const between = this.#relations.get(relation.whole);
    const module = this.#products.get(between?.part ?? "");
    const outer = this.#products.get(between?.whole ?? "");
    return module && outer ? { component, platform: outer, module } : undefined;
  }

  #addProduct(value: unknown): void {
    if (!isObject(value)) return;
    const id = text(value.product_id);
    const helper = value.product_identification_helper;
    const [cpe, purl] = [text(member(helper, "cpe")), text(member(helper, "purl"))];
    if (id !== "") this.#products.set(id, { id, name: text(value.name), cpe, purl });
  }
}

/**
 * The items of a list.
 *
 * @throws RangeError for a list longer than any real one
 */
export function items(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [];
  if (value.length > maxProducts)
    throw new RangeError(`it lists more than ${maxProducts} products`);
  return value;
}
