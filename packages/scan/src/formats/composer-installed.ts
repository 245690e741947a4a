import { addFault, excerpt } from "./fault.ts";
import { isName, notAPackage, toLicences } from "./installed-package.ts";
import { isJsonObject, lineOfString, parseJson } from "./json-object.ts";
import { addPackage, type PackageDatabase } from "./package-database.ts";

/**
 * Reads Composer's `installed.json`: Composer 1 writes a list of packages, Composer 2 an object that
 * holds the list under `packages`. Versions are as Composer shows them, with a leading `v` where the
 * package's tag has one.
 *
 * @throws PlimsollError `MALFORMED` when it is neither
 */
export function parseComposerInstalled(text: string, path: string): PackageDatabase {
  const entries = listOf(parseJson(text, path));
  if (entries === undefined) {
    throw notAPackage(path, "The file is not a list of packages that Composer installed");
  }
  const database: PackageDatabase = { packages: [], faults: [] };
  let broken = 0;
  let firstBroken: string | undefined;
  for (const entry of entries) {
    const { name, version, license } = isJsonObject(entry) ? entry : {};
    if (isName(name) && isName(version)) {
      const licences = toLicences(Array.isArray(license) ? license : [license]);
      if (!addPackage(database, { name, version, licences })) break;
    } else {
      if (broken === 0 && isName(name)) firstBroken = name;
      broken += 1;
    }
  }
  if (broken > 0) {
    const first = firstBroken === undefined ? "nameless" : excerpt(firstBroken);
    addFault(database.faults, {
      code: "MALFORMED",
      ...(firstBroken ? { line: lineOfString(text, firstBroken) } : {}),
      why: `${broken} of ${entries.length} packages have no name or no version; the first is ${first}`,
    });
  }
  return database;
}

function listOf(value: unknown): readonly unknown[] | undefined {
  const list = isJsonObject(value) ? value.packages : value;
  return Array.isArray(list) ? list : undefined;
}
