import type { Located } from "@plimsoll/image";
import { distributionPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { DatabasePackage, PackageDatabase } from "../formats/package-database.ts";
import { opkgInspector } from "../inspectors/opkg.ts";
import { databaseDrafts } from "./database.ts";

export const opkgCataloger: Cataloger<PackageDatabase> = {
  inspector: opkgInspector,
  kind: "distribution",
  sees: "installed packages of opkg's `status`, with licences and sources of the `.control` files; those alone where there is no `status`",
  misses: "packages that were unpacked without opkg",
  join: joinControls,
  drafts: (fact) => databaseDrafts("opkg", fact),
  purl: (draft, distribution) => distributionPurl("opkg", draft, distribution),
  faults: ({ faults }) => faults,
};

type File = Located<PackageDatabase>;

/** `status` tells what is installed; the control files beside it tell more about those packages. */
function joinControls(files: readonly File[]): readonly File[] {
  const statuses = files.filter(({ path }) => path.endsWith("/status"));
  const folders = new Set(statuses.map(({ path }) => folderOf(path)));
  const known = new Map<string, DatabasePackage>();
  for (const { fact } of files.filter(({ path }) => path.endsWith(".control"))) {
    for (const found of fact.packages) known.set(keyOf(found), found);
  }
  return files.flatMap((file): File[] => {
    if (file.path.endsWith(".control")) return folders.has(folderOf(file.path)) ? [] : [file];
    const packages = file.fact.packages.map((found) => {
      const { licences, source } = known.get(keyOf(found)) ?? {};
      return { ...found, ...(source ? { source } : {}), ...(licences ? { licences } : {}) };
    });
    return [{ ...file, fact: { ...file.fact, packages } }];
  });
}

/** `usr/lib/opkg` of `usr/lib/opkg/status` and of `usr/lib/opkg/info/busybox.control`. */
function folderOf(path: string): string {
  return path.slice(0, path.indexOf("/opkg/"));
}

function keyOf({ name, version }: DatabasePackage): string {
  return `${name} ${version}`;
}
