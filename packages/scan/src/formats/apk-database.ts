import { mayHoldPackage } from "../ownership/interest.ts";
import { addFault, excerpt } from "./fault.ts";
import { forEachLine, isBlank } from "./lines.ts";
import { addPackage, type DatabasePackage, type PackageDatabase } from "./package-database.ts";

const longestPath = 4096; // PATH_MAX

/** What was read, and whether anything looked like a record at all. */
export interface ApkDatabase extends PackageDatabase {
  records: number;
}

type Tag = "P" | "V" | "A" | "o" | "L";
type Record = Partial<{ [tag in Tag]: string }> & { files?: string[] };

/**
 * Reads apk's installed database: records of `X:value` lines that an empty line ends. Tags are
 * case-sensitive: `P` name, `V` version, `A` architecture, `o` origin (the source package), `L`
 * licence, `F` a folder, `R` a file in it; the others (checksums, scripts) are skipped. Format: apk-package(5), "installed".
 */
export function parseApkDatabase(text: string): ApkDatabase {
  const database: ApkDatabase = { packages: [], faults: [], records: 0 };
  let record: Record = {};
  let firstLine = 0;
  let folder = "";

  const close = (): boolean => {
    if (firstLine === 0) return true;
    const line = firstLine;
    const { P: name = "", V: version = "" } = record;
    const isRecord = record.P !== undefined || record.V !== undefined;
    const candidate = packageOf(record, name, version);
    record = {};
    firstLine = 0;
    folder = "";
    if (isRecord) database.records += 1;
    return addPackage(database, candidate, line);
  };

  let isFull = false;
  forEachLine(text, (start, end, line) => {
    if (isBlank(text, start, end)) {
      isFull = !close();
      return !isFull;
    }
    if (firstLine === 0) firstLine = line;
    if (text.charCodeAt(start + 1) !== 0x3a || end - start < 2) {
      const why = `${excerpt(text.slice(start, Math.min(end, start + 80)))} is not a field`;
      addFault(database.faults, { code: "MALFORMED", line, why });
      return true;
    }
    const tag = text[start];
    if (tag === "P" || tag === "V" || tag === "A" || tag === "o" || tag === "L") {
      record[tag] ??= text.slice(start + 2, end).trim();
    } else if (tag === "F") {
      folder = text.slice(start + 2, end).trim();
    } else if (tag === "R") {
      const name = text.slice(start + 2, end).trim();
      const path = folder === "" ? name : `${folder}/${name}`;
      if (path.length <= longestPath && mayHoldPackage(path)) {
        record.files ??= [];
        record.files.push(path);
      }
    }
    return true;
  });
  if (!isFull) close();
  return database;
}

function packageOf(record: Record, name: string, version: string): DatabasePackage {
  return {
    name,
    version,
    ...(record.A ? { architecture: record.A } : {}),
    // A subpackage always has the version of its origin.
    source: { name: record.o || name, version },
    ...(record.L ? { licences: [record.L] } : {}),
    ...(record.files ? { files: record.files } : {}),
  };
}
