import { besidePath } from "../text/path.ts";
import { type Branch, type Entry, maxItems, type Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { ComposeProject } from "./project.ts";
import { readText } from "./settings.ts";

/** How many services may extend each other in a row. */
const maxChain = 32;

/** Services of a file, by name. */
export type Services = ReadonlyMap<string, Entry>;

/**
 * Services of a file with those they extend merged in, of other files too (compose-spec, "extends" and
 * "Merge"): maps by key, lists joined (at most `maxItems` entries), everything else by the nearer value.
 */
export function resolveExtends(
  services: Services,
  path: string,
  project: ComposeProject,
): Map<string, Branch> {
  const done = new Map<string, Branch>();
  const resolve = (
    name: string,
    own: Services,
    file: string,
    chain: readonly string[],
  ): Branch | undefined => {
    const key = JSON.stringify([file, name]);
    const known = done.get(key);
    if (known !== undefined) return known;
    const service = own.get(name)?.value;
    if (service?.kind !== "map") return undefined;
    const base = baseOf(service);
    let merged = service;
    if (base !== undefined) {
      const report = project.reportOn(file);
      const from = base.file === undefined ? file : besidePath(file, base.file);
      const theirs = from === file ? own : servicesOf(project.readOther(from));
      const baseKey = JSON.stringify([from, base.service]);
      if (theirs === undefined) {
        const why = `${name} extends a service of ${base.file}, which is not read`;
        report(base.line, "UNSUPPORTED", why);
      } else if (chain.includes(baseKey) || baseKey === key) {
        report(base.line, "MALFORMED", `${name} extends itself`);
      } else if (chain.length >= maxChain) {
        report(base.line, "LIMIT_EXCEEDED", "more services extend each other than is followed");
      } else {
        const parent = resolve(base.service, theirs, from, [...chain, key]);
        if (parent === undefined) {
          const where = base.file ?? "the file";
          report(
            base.line,
            "MALFORMED",
            `${name} extends ${base.service}, which is not in ${where}`,
          );
        } else merged = inherit(parent, service);
      }
    }
    done.set(key, merged);
    return merged;
  };
  const resolved = new Map<string, Branch>();
  for (const name of services.keys()) {
    const service = resolve(name, services, path, []);
    if (service !== undefined) resolved.set(name, service);
  }
  return resolved;
}

/** `services` of a compose file. */
export function servicesOf(root: Branch | undefined): Services | undefined {
  const services = root && valueAt(root, "services");
  return services?.kind === "map" ? services.entries : undefined;
}

function baseOf(
  service: Branch,
): { service: string; file: string | undefined; line: number } | undefined {
  const value = valueAt(service, "extends");
  if (value === undefined) return undefined;
  const name = readText(value);
  if (name !== undefined) return { service: name.value, file: undefined, line: value.line };
  if (value.kind !== "map") return undefined;
  const text = (key: string) => readText(valueAt(value, key))?.value;
  return { service: text("service") ?? "", file: text("file"), line: value.line };
}

/** Services of a file with those of an override file merged over them (compose-spec, "Merge"). */
export function mergeServices(base: Services, over: Services): Services {
  const services = new Map(base);
  for (const [name, entry] of over) {
    const known = base.get(name);
    services.set(
      name,
      known ? { key: known.key, value: mergeTrees(known.value, entry.value) } : entry,
    );
  }
  return services;
}

/** compose-spec, "extends": these are not inherited. */
const notInherited = new Set(["extends", "depends_on"]);
/** compose-spec, "Merge": these lists take the place of another. */
const replaced = new Set(["command", "entrypoint", "test"]);

function inherit(base: Branch, own: Branch): Branch {
  const entries = [...base.entries].filter(([name]) => !notInherited.has(name));
  return mergeMaps({ ...base, entries: new Map(entries) }, own);
}

function mergeMaps(base: Branch, own: Branch): Branch {
  const entries = new Map(base.entries);
  for (const [name, entry] of own.entries) {
    const inherited = entries.get(name);
    entries.set(
      name,
      inherited === undefined || replaced.has(name)
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
