import { PlimsollError } from "@plimsoll/core";
import { addFault, excerpt, type Fault } from "./fault.ts";

/** An installed package as a distribution's package manager recorded it. */
export interface DatabasePackage {
  name: string;
  version: string;
  architecture?: string;
  source?: { name: string; version: string };
  licences?: string[];
  /** Who made it, as it says itself. */
  supplier?: string;
  /** Files that it brought, of those that other packages may be read from. */
  files?: string[];
}

/** What one database file says. */
export interface PackageDatabase {
  packages: DatabasePackage[];
  faults: Fault[];
}

/** Far above any real system (Debian's whole archive has about 64,000 binary packages). */
export const mostPackages = 100_000;

const longestValue = 1024;

/** Adds `candidate` when it has a name and a version of sane length; otherwise says what is wrong. False once the database is full. */
export function addPackage(
  database: PackageDatabase,
  candidate: DatabasePackage,
  line?: number,
): boolean {
  const where = line === undefined ? {} : { line };
  const { name, version } = candidate;
  const why = faultOf(name, version);
  if (why !== undefined) {
    addFault(database.faults, { code: "MALFORMED", ...where, why });
    return true;
  }
  if (database.packages.length >= mostPackages) {
    addFault(database.faults, {
      code: "LIMIT_EXCEEDED",
      ...where,
      why: `the database lists more than ${mostPackages} packages; what follows was not read`,
    });
    return false;
  }
  database.packages.push(candidate);
  return true;
}

function faultOf(name: string, version: string): string | undefined {
  if (name === "") return "a package has no name";
  if (name.length > longestValue)
    return `a package's name is longer than ${longestValue} characters`;
  if (version === "") return `package ${excerpt(name)} has no version`;
  if (version.length > longestValue) {
    return `the version of package ${excerpt(name)} is longer than ${longestValue} characters`;
  }
  return undefined;
}

/** The error for content that holds not one record of its format. */
export function notADatabase(path: string, format: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The file is not ${format}`, {
    subject: path,
    action: "Rebuild the image, or look at the file: its packages are missing from the inventory.",
  });
}
