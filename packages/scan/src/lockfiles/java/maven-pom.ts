import type { ListedEntry } from "../../formats/listed-packages.ts";
import { childrenOf, readXml, textOf, type XmlElement } from "../../formats/xml.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** Maven's own elements; `[1.0]` demands exactly that version. */
const exact = /^\[\s*([^,[\]()\s]+)\s*\]$/;
const deepestProperty = 32;
const longestValue = 256;

/**
 * Reads the dependencies of a Maven project whose versions its `pom.xml` states: in plain words, as
 * properties of the same file, or in its `dependencyManagement`. Nothing is fetched: what a parent or
 * an imported project says stays unknown, and so do the dependencies of dependencies.
 *
 * @throws PlimsollError `MALFORMED` when it is not the XML of a project
 */
export function* parseMavenPom(text: string, path: string): Generator<ListedEntry> {
  const project = readXml(text);
  if (project?.name !== "project") throw notALockfile(path, "The file is not a project of Maven");
  const resolve = createResolver(project);
  const managed = new Map<string, XmlElement>();
  for (const entry of childrenOf(project, "dependencyManagement", "dependencies", "dependency")) {
    managed.set(nameOf(entry, resolve) ?? "", entry);
  }
  for (const entry of childrenOf(project, "dependencies", "dependency")) {
    const name = nameOf(entry, resolve);
    const general = managed.get(name ?? "");
    // A system dependency is a file of this machine.
    const scope = textOf(entry, "scope") ?? textOf(general, "scope");
    if (scope === "test" || scope === "system") continue;
    const stated = resolve(textOf(entry, "version")) ?? resolve(textOf(general, "version"));
    const version = stated === undefined ? undefined : (exact.exec(stated)?.[1] ?? stated);
    if (name === undefined || version === undefined || /[[(,\s]/.test(version)) continue;
    yield { name, version };
  }
}

type Resolve = (value: string | undefined) => string | undefined;

function nameOf(entry: XmlElement, resolve: Resolve): string | undefined {
  const group = resolve(textOf(entry, "groupId"));
  const artifact = resolve(textOf(entry, "artifactId"));
  return group && artifact && `${group}:${artifact}`;
}

/** Puts the file's properties into a value; undefined for an empty value and an unknown property. */
function createResolver(project: XmlElement): Resolve {
  const [parent] = childrenOf(project, "parent");
  const properties = new Map<string, string>();
  for (const key of ["groupId", "artifactId", "version"]) {
    const own = textOf(project, key) ?? textOf(parent, key);
    const inherited = textOf(parent, key);
    if (own) for (const prefix of ["project.", "pom.", ""]) properties.set(prefix + key, own);
    if (inherited) properties.set(`project.parent.${key}`, inherited);
  }
  for (const { name, text } of childrenOf(project, "properties").flatMap((all) => all.children)) {
    properties.set(name, text);
  }
  // A property is resolved once: properties of properties would grow without bound.
  const known = new Map<string, string | undefined>();
  const resolve = (value: string | undefined, depth = 0): string | undefined => {
    if (!value || value.length > longestValue || depth > deepestProperty) return undefined;
    let isKnown = true;
    const resolved = value.replace(/\$\{([^{}]{1,256})\}/g, (_, key: string) => {
      if (!known.has(key)) {
        known.set(key, undefined);
        known.set(key, resolve(properties.get(key), depth + 1));
      }
      isKnown &&= known.get(key) !== undefined;
      return known.get(key) ?? "";
    });
    return isKnown && resolved.length <= longestValue && !resolved.includes("${")
      ? resolved
      : undefined;
  };
  return (value) => resolve(value);
}
