import { PlimsollError } from "@plimsoll/core";
import { excerpt } from "./fault.ts";

/** A package of Portage's database, by the name of its folder. */
export interface PortageName {
  /** With its category: `app-containers/skopeo`. */
  name: string;
  /** With its revision: `1.5.1-r2`. */
  version: string;
}

// Package Manager Specification, 3.1.2 and 3.2: the name and the version of `PF`.
const fullName =
  /^([A-Za-z0-9_][A-Za-z0-9+_-]{0,200})-(\d{1,32}(?:\.\d{1,32}){0,32}[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d{0,32}){0,8}(?:-r\d{1,32})?)$/;

/**
 * Splits `app-containers` and `skopeo-1.5.1-r2`.
 *
 * @throws PlimsollError `MALFORMED` when the folder's name has no version
 */
export function parsePortageName(category: string, folder: string, path: string): PortageName {
  const [, name, version] = (folder.length <= 255 && fullName.exec(folder)) || [];
  if (name !== undefined && version !== undefined) return { name: `${category}/${name}`, version };
  throw new PlimsollError("MALFORMED", `${excerpt(folder)} is no name and version of a package`, {
    subject: path,
    action: "Look at the folder: the package is missing from the inventory.",
  });
}

const mostLicences = 64;
const longestLicence = 256;

/**
 * The licences that `LICENSE` names, each once: conditions and groupings of the Package Manager
 * Specification (8.2), which `LICENSE` seldom keeps once a package is installed, are left out.
 */
export function parsePortageLicence(text: string): string[] {
  const words = text
    .slice(0, mostLicences * longestLicence)
    .split(/\s+/)
    .filter((word) => word !== "" && word.length <= longestLicence)
    .filter((word) => !["||", "(", ")"].includes(word) && !word.endsWith("?"));
  return [...new Set(words)].slice(0, mostLicences);
}
