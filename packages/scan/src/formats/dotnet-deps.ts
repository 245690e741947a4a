import { addFault, excerpt } from "./fault.ts";
import { isName, notAPackage } from "./installed-package.ts";
import { isJsonObject, type JsonObject, lineOfString, parseJsonObject } from "./json-object.ts";
import { addPackage, type PackageDatabase } from "./package-database.ts";

/** Groups of files that a library of a target can bring. */
const fileGroups = ["runtime", "native", "runtimeTargets", "resources"];
const runtimePack = "runtimepack.";

/**
 * Reads the `.deps.json` beside a .NET program: the NuGet packages whose files were published with
 * it, and the runtime packs of a self-contained one. The projects of the program itself are left out,
 * and so are packages of which its target uses no file: the framework replaced them.
 * Format: github.com/dotnet/sdk, documentation/specs/runtime-configuration-file.md
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with targets or libraries
 */
export function parseDotnetDeps(text: string, path: string): PackageDatabase {
  const deps = parseJsonObject(text, path);
  const { libraries, targets } = deps;
  if (!isJsonObject(libraries) && !isJsonObject(targets)) {
    throw notAPackage(path, "The file does not list the dependencies of a .NET program");
  }
  const target = runtimeTarget(deps);
  const database: PackageDatabase = { packages: [], faults: [] };
  const broken: string[] = [];
  for (const [key, library] of Object.entries(isJsonObject(libraries) ? libraries : {})) {
    const type = isJsonObject(library) ? library.type : undefined;
    if (type !== "runtimepack" && (type !== "package" || !bringsFiles(target?.[key]))) continue;
    const slash = key.lastIndexOf("/");
    const name = key.slice(key.startsWith(runtimePack) ? runtimePack.length : 0, slash);
    const version = key.slice(slash + 1);
    if (slash === -1 || !isName(name) || !isName(version)) broken.push(key);
    else if (!addPackage(database, { name, version })) break;
  }
  const [first] = broken;
  if (first !== undefined) {
    const why = `${broken.length} packages are not given as name and version; the first is ${excerpt(first)}`;
    addFault(database.faults, { code: "MALFORMED", line: lineOfString(text, first), why });
  }
  return database;
}

function runtimeTarget({ runtimeTarget: named, targets }: JsonObject): JsonObject | undefined {
  // The first versions of the format have the name alone.
  const name = isJsonObject(named) ? named.name : named;
  const target = typeof name === "string" && isJsonObject(targets) ? targets[name] : undefined;
  return isJsonObject(target) ? target : undefined;
}

/** True also for a library that the target does not describe: nothing speaks against its files. */
function bringsFiles(library: unknown): boolean {
  if (!isJsonObject(library)) return true;
  return fileGroups.some((group) => {
    const files = library[group];
    return isJsonObject(files) && Object.keys(files).length > 0;
  });
}
