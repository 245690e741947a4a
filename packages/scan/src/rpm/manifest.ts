import { addFault, excerpt } from "../formats/fault.ts";
import { forEachLine, isBlank } from "../formats/lines.ts";
import { addPackage } from "../formats/package-database.ts";
import type { RpmDatabase } from "./fact.ts";
import { packageOf } from "./package.ts";

const longestLine = 4096;
const columns = 10;

/**
 * Reads `container-manifest-2`, which images of Azure Linux without package manager (distroless)
 * have in place of a database. A line for each package, split by tabs: name, version-release, time
 * of installation, time of build, vendor, epoch, size, architecture, epoch as a number, source.
 */
export function parseRpmManifest(text: string): RpmDatabase {
  const database: RpmDatabase = { kind: "database", packages: [], faults: [] };
  forEachLine(text, (start, end, line) => {
    if (isBlank(text, start, end)) return true;
    const row = text.slice(start, Math.min(end, start + longestLine));
    const fields = row.split("\t", columns).map((field) => (field === "(none)" ? "" : field));
    const [name, evr = "", , , , epoch = "", , architecture, , sourceRpm] = fields;
    const dash = evr.lastIndexOf("-");
    if (!name || dash <= 0 || !/^\d{0,10}$/.test(epoch)) {
      const why = `${excerpt(row)} is no package`;
      addFault(database.faults, { code: "MALFORMED", line, why });
      return true;
    }
    const found = packageOf({
      name,
      version: evr.slice(0, dash),
      release: evr.slice(dash + 1),
      ...(epoch ? { epoch: Number(epoch) } : {}),
      ...(architecture ? { architecture } : {}),
      ...(sourceRpm ? { sourceRpm } : {}),
    });
    return found === undefined || found === "key" || addPackage(database, found, line);
  });
  return database;
}
