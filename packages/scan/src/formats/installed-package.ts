import { PlimsollError } from "@plimsoll/core";

/** What the inventory keeps of a package that one file describes. */
export interface InstalledPackage {
  /** The ecosystem's own spelling. */
  name: string;
  version: string;
  /** Platform that it was built for, where the ecosystem names one. */
  architecture?: string;
  licences: string[];
}

const longestName = 256;
const longestLicence = 256;
const mostLicences = 32;

/** A package from values of any type; undefined when name or version is missing, empty or absurdly long. */
export function toInstalledPackage(
  name: unknown,
  version: unknown,
  licences: readonly unknown[],
): InstalledPackage | undefined {
  if (!isName(name) || !isName(version)) return undefined;
  return { name: name.trim(), version: version.trim(), licences: toLicences(licences) };
}

/** The licences among values of any type: short, trimmed, each once. */
export function toLicences(values: readonly unknown[]): string[] {
  const licences = new Set<string>();
  for (const value of values) {
    if (licences.size === mostLicences) break;
    if (isLicence(value)) licences.add(value.trim());
  }
  return [...licences];
}

/** True for what can be a name or a version: text on one line, neither empty nor absurdly long. */
export function isName(value: unknown): value is string {
  return isLine(value, longestName);
}

/** True for what can be the name of a licence; a licence's full text cannot. */
export function isLicence(value: unknown): value is string {
  return isLine(value, longestLicence);
}

function isLine(value: unknown, longest: number): value is string {
  return (
    typeof value === "string" &&
    value.length <= longest &&
    value.trim() !== "" &&
    !/[\n\r]/.test(value)
  );
}

/** The error for a file that should describe an installed package, and does not. */
export function notAPackage(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", why, {
    subject: path,
    action: "Look at the file: the package is missing from the inventory.",
    cause,
  });
}
