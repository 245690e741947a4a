import { PlimsollError } from "@plimsoll/core";
import { forEachLine, isBlank } from "./lines.ts";
import { addPackage, type DatabasePackage, type PackageDatabase } from "./package-database.ts";

const wanted = new Set(["NAME", "VERSION", "BASE", "ARCH", "LICENSE"]);
const field = /^%([A-Z0-9]{1,32})%$/;
const longestLine = 1024;
const mostLicences = 64;

/**
 * Reads the `desc` of one package of pacman's local database: `%FIELD%`, its values line by line,
 * an empty line (libalpm, `be_local.c`). `BASE` is the source package, which has the same version.
 *
 * @throws PlimsollError `MALFORMED` when it names no package or no version
 */
export function parsePacmanDesc(text: string, path: string): DatabasePackage {
  const values = new Map<string, string[]>();
  let current: string[] | undefined;
  forEachLine(text, (start, end) => {
    if (isBlank(text, start, end)) {
      current = undefined;
      return true;
    }
    const line = text.slice(start, Math.min(end, start + longestLine + 1)).trim();
    const name = current === undefined ? field.exec(line)?.[1] : undefined;
    if (name === undefined) {
      if (current !== undefined && current.length < mostLicences) current.push(line);
      return true;
    }
    current = [];
    if (wanted.has(name) && !values.has(name)) values.set(name, current);
    return true;
  });

  const first = (name: string) => values.get(name)?.[0] ?? "";
  const version = first("VERSION");
  const database: PackageDatabase = { packages: [], faults: [] };
  const candidate = {
    name: first("NAME"),
    version,
    ...(first("ARCH") ? { architecture: first("ARCH") } : {}),
    source: { name: first("BASE") || first("NAME"), version },
    licences: values.get("LICENSE") ?? [],
  };
  addPackage(database, candidate);
  const [found] = database.packages;
  if (found !== undefined) return found;
  throw new PlimsollError("MALFORMED", `In pacman's database, ${database.faults[0]?.why}`, {
    subject: path,
    action: "Look at the file: the package is missing from the inventory.",
  });
}
