import type { RecordEvent } from "../../records/record.ts";
import type { OvalCriteria, OvalCriterion } from "./document.ts";
import { type Claim, NotUnderstood, readTest } from "./read-test.ts";

/** One package that a definition is about, and under which conditions. */
export interface Statement {
  /** Products as their publisher writes them; empty when the criteria name none. */
  readonly products: readonly string[];
  readonly module?: string;
  readonly arches?: readonly string[];
  readonly names: readonly string[];
  readonly events: readonly RecordEvent[];
  readonly versions: readonly string[];
  readonly comment: string;
}

type Context = Pick<Statement, "products" | "module" | "arches">;
type PackageClaim = Extract<Claim, { kind: "package" }>;
type ReadNode =
  | { readonly operator: string; readonly children: readonly ReadNode[] }
  | { readonly claim: Claim };

const everywhere: Context = { products: [] };

/**
 * Takes a definition's criteria apart: the conditions on the way down to each package. What is
 * neither a condition on product, module and architecture nor a package is not guessed at.
 *
 * @throws NotUnderstood
 */
export function readCriteria(criteria: OvalCriteria): Statement[] {
  return statementsOf(readNode(criteria), everywhere);
}

function readNode(node: OvalCriteria | OvalCriterion): ReadNode {
  if (node.isNegated) throw new NotUnderstood("a part of its criteria is negated");
  if ("children" in node) {
    return { operator: node.operator.toUpperCase(), children: node.children.map(readNode) };
  }
  // Another definition that has to hold says which release it is, which the platforms say too.
  return { claim: node.test ? readTest(node.test) : { kind: "other" } };
}

function statementsOf(node: ReadNode, outer: Context): Statement[] {
  if ("claim" in node) {
    return node.claim.kind === "package" ? [stateClaims([node.claim], outer)] : [];
  }
  if (node.operator === "OR") {
    return node.children.flatMap((child) => statementsOf(child, outer));
  }
  if (node.operator !== "AND")
    throw new NotUnderstood(`its criteria are joined by ${node.operator}`);
  const context = node.children
    .filter((child) => !hasPackages(child))
    .map(contextOf)
    .reduce(both, outer);
  const claims = node.children.flatMap((child) =>
    "claim" in child && child.claim.kind === "package" ? [child.claim] : [],
  );
  const nested = node.children.filter((child) => "children" in child && hasPackages(child));
  if (nested.length + Number(claims.length > 0) > 1) {
    throw new NotUnderstood("it asks for several packages at once");
  }
  const own = claims.length > 0 ? [stateClaims(claims, context)] : [];
  return [...own, ...nested.flatMap((child) => statementsOf(child, context))];
}

function hasPackages(node: ReadNode): boolean {
  if ("claim" in node) return node.claim.kind === "package";
  return node.children.some(hasPackages);
}

/** Several tests of one package bound its versions from both ends. */
function stateClaims(claims: readonly PackageClaim[], context: Context): Statement {
  const [first, ...others] = claims;
  const names = first?.names ?? [];
  if (others.some((claim) => claim.names.join() !== names.join())) {
    throw new NotUnderstood("it asks for several packages at once");
  }
  const { arches } = claims
    .map(({ arches: own }) => (own ? { arches: own } : {}))
    .reduce(narrow, context);
  const events = claims.flatMap((claim) => claim.events);
  const isOpen = !events.some(({ type }) => type === "introduced");
  const versions = claims.flatMap((claim) => claim.versions);
  return {
    ...context,
    ...(arches && { arches }),
    names,
    events:
      isOpen && (events.length > 0 || versions.length === 0)
        ? [{ type: "introduced", version: "0" }, ...events]
        : events,
    versions,
    comment: first?.comment ?? "",
  };
}

/** What criteria without packages ask for. */
function contextOf(node: ReadNode): Context {
  if ("claim" in node) {
    const { claim } = node;
    if (claim.kind === "product") return { products: [claim.product] };
    if (claim.kind === "module") return { products: [], module: claim.module };
    return claim.kind === "arch" ? { products: [], arches: claim.arches } : everywhere;
  }
  const contexts = node.children.map(contextOf);
  return node.operator === "OR"
    ? contexts.reduce(either, everywhere)
    : contexts.reduce(both, everywhere);
}

function both(a: Context, b: Context): Context {
  const module = b.module ?? a.module;
  if (a.module !== undefined && module !== a.module) {
    throw new NotUnderstood("it asks for several modules at once");
  }
  return {
    products: meet(a.products, b.products),
    ...(module !== undefined && { module }),
    ...narrow(a, b),
  };
}

function either(a: Context, b: Context): Context {
  if (a.module !== undefined && b.module !== undefined && a.module !== b.module) {
    throw new NotUnderstood("it asks for one of several modules");
  }
  const module = a.module ?? b.module;
  const arches = a.arches && b.arches ? [...a.arches, ...b.arches] : (a.arches ?? b.arches);
  return {
    products: [...a.products, ...b.products],
    ...(module !== undefined && { module }),
    ...(arches && { arches }),
  };
}

function meet(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const common = a.filter((product) => b.includes(product));
  if (common.length === 0) throw new NotUnderstood("it asks for several products at once");
  return common;
}

function narrow(
  a: Pick<Context, "arches">,
  b: Pick<Context, "arches">,
): { arches?: readonly string[] } {
  const { arches } = a;
  const other = b.arches;
  if (arches && other) return { arches: arches.filter((arch) => other.includes(arch)) };
  const known = arches ?? other;
  return known ? { arches: known } : {};
}
