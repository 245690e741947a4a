import { type Branch, type Entry, maxItems, type Tree } from "../yaml/tree.ts";

/** How many services may extend each other in a row. */
const maxChain = 32;

/**
 * Services of the file with those they extend merged in (compose-spec, "extends" and "Merge"):
 * maps by key, lists joined (at most `maxItems` entries), everything else by the nearer value.
 */
export function resolveExtends(
  services: ReadonlyMap<string, Entry>,
  report: (line: number, code: "UNSUPPORTED" | "MALFORMED" | "LIMIT_EXCEEDED", why: string) => void,
): Map<string, Branch> {
  const done = new Map<string, Branch>();
  const resolve = (name: string, chain: readonly string[]): Branch | undefined => {
    const known = done.get(name);
    if (known !== undefined) return known;
    const own = services.get(name)?.value;
    if (own?.kind !== "map") return undefined;
    const base = baseOf(own);
    let merged = own;
    if (base !== undefined) {
      const { file, service, line } = base;
      if (file !== undefined) {
        report(line, "UNSUPPORTED", `${name} extends a service of ${file}, which is not read`);
      } else if (chain.includes(service) || service === name) {
        report(line, "MALFORMED", `${name} extends itself`);
      } else if (chain.length >= maxChain) {
        report(line, "LIMIT_EXCEEDED", "more services extend each other than is followed");
      } else {
        const parent = resolve(service, [...chain, name]);
        if (parent === undefined)
          report(line, "MALFORMED", `${name} extends ${service}, which is not in the file`);
        else merged = mergeMaps(parent, own);
      }
    }
    done.set(name, merged);
    return merged;
  };
  for (const name of services.keys()) resolve(name, []);
  return done;
}

function baseOf(
  service: Branch,
): { service: string; file: string | undefined; line: number } | undefined {
  const value = service.entries.get("extends")?.value;
  if (value === undefined) return undefined;
  if (value.kind === "leaf" && value.text !== undefined) {
    return { service: value.text, file: undefined, line: value.line };
  }
  if (value.kind !== "map") return undefined;
  const text = (key: string) => {
    const leaf = value.entries.get(key)?.value;
    return leaf?.kind === "leaf" ? leaf.text : undefined;
  };
  return { service: text("service") ?? "", file: text("file"), line: value.line };
}

function mergeMaps(base: Branch, own: Branch): Branch {
  const entries = new Map<string, Entry>();
  for (const [name, entry] of base.entries) {
    // compose-spec: these are not inherited.
    if (name !== "extends" && name !== "depends_on") entries.set(name, entry);
  }
  for (const [name, entry] of own.entries) {
    const inherited = entries.get(name);
    entries.set(
      name,
      inherited === undefined
        ? entry
        : { key: entry.key, value: mergeTrees(inherited.value, entry.value) },
    );
  }
  return { ...own, entries };
}

function mergeTrees(base: Tree, own: Tree): Tree {
  if (base.kind === "map" && own.kind === "map") return mergeMaps(base, own);
  if (base.kind === "list" && own.kind === "list") {
    // The nearer ones first, which are the last to be left out.
    return { ...own, items: [...own.items, ...base.items].slice(0, maxItems) };
  }
  return own;
}
