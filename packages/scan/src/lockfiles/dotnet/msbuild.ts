import type { ListedEntry } from "../../formats/listed-packages.ts";
import { childrenOf, readXml, textOf } from "../../formats/xml.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** NuGet takes `1.0` for "at least 1.0", which is also what it installs; `[1.0]` is that alone. */
const oneVersion = /^\[?\s*(\d[\w.+-]*)\s*\]?$/;

/**
 * Reads the packages of a project of MSBuild (`*.csproj`), and of `Directory.Packages.props`, which
 * tells versions for many projects: those that state their version in plain words.
 *
 * @throws PlimsollError `MALFORMED` when it is not the XML of a project
 */
export function* parseMsbuild(text: string, path: string): Generator<ListedEntry> {
  const project = readXml(text);
  if (project?.name !== "Project") throw notALockfile(path, "The file is not a project of MSBuild");
  const groups = childrenOf(project, "ItemGroup");
  for (const item of groups.flatMap(({ children }) => children)) {
    if (item.name !== "PackageReference" && item.name !== "PackageVersion") continue;
    const { Include: name, Version: attribute } = item.attributes;
    const stated = attribute ?? textOf(item, "Version") ?? "";
    const version = oneVersion.exec(stated.trim())?.[1];
    if (name !== undefined && version !== undefined) yield { name, version };
  }
}

/**
 * Reads `packages.config`, NuGet's list before projects could hold it.
 *
 * @throws PlimsollError `MALFORMED` when it is not such XML
 */
export function* parsePackagesConfig(text: string, path: string): Generator<ListedEntry> {
  const root = readXml(text);
  if (root?.name !== "packages") throw notALockfile(path, "The file lists no packages of NuGet");
  for (const { attributes } of childrenOf(root, "package")) {
    const { id: name, version, developmentDependency } = attributes;
    if (developmentDependency !== "true") yield { name, version };
  }
}
