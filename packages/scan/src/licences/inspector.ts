import type { FileEntry, Inspector } from "@plimsoll/image";
import { readText, wholeFile } from "../inspectors/whole-file.ts";
import { parseDebianCopyright } from "./debian-copyright.ts";
import { matchLicenceText } from "./match-text.ts";

/** What a file says about licences. */
export type LicenceFile =
  | { licences: string[] }
  /** `usr/share/doc/NAME` that leads to another package's folder. */
  | { link: string };

const documentation = "usr/share/doc/";
/** Of Boost, with a paragraph for most files: 2 MB. */
const mostCopyrightBytes = 4 * 1024 * 1024;
const mostLicenceBytes = 512 * 1024;

const licenceName = /^(?:licen[cs]e|copying|unlicen[cs]e)(?:[.-][\w.-]*)?$/i;
const code = /\.(?:[cm]?[jt]sx?|py[co]?|json|html?|rb|css|map)$/i;
/** Folders that package managers of languages install to. */
const installed = /(?:^|\/)(?:node_modules|[^/]+\.(?:dist|egg)-info|gems|vendor)\//;

/**
 * Licences of packages whose database does not tell them: Debian's `copyright` files, and the
 * licence files of npm, Python, Ruby and PHP packages. It reads hundreds of files: only on demand.
 */
export const licenceFileInspector: Inspector<LicenceFile> = {
  id: "licence-files",
  version: 1,

  wants(entry) {
    const { path, type } = entry;
    if (path.startsWith(documentation)) {
      if (path.endsWith("/copyright")) return wholeFile(entry, mostCopyrightBytes);
      return type === "symlink" && path.indexOf("/", documentation.length) === -1 ? 0 : undefined;
    }
    return isLicenceFile(path) ? wholeFile(entry, mostLicenceBytes) : undefined;
  },

  inspect(entry, content) {
    if (entry.type === "symlink") return linkOf(entry);
    if (entry.path.startsWith(documentation)) {
      return factOf(parseDebianCopyright(readText(entry, content, mostCopyrightBytes)));
    }
    return factOf(matchLicenceText(readText(entry, content, mostLicenceBytes)));
  },
};

function isLicenceFile(path: string): boolean {
  const start = path.lastIndexOf("/") + 1;
  // C, L or U: nearly every file has another name.
  const letter = path.charCodeAt(start) | 32;
  if (letter !== 99 && letter !== 108 && letter !== 117) return false;
  const name = path.slice(start);
  return licenceName.test(name) && !code.test(name) && installed.test(path);
}

function linkOf({ linkTarget = "" }: FileEntry): LicenceFile | undefined {
  const name = /^(?:\/usr\/share\/doc\/)?([a-z0-9][a-z0-9+.-]+)$/.exec(linkTarget)?.[1];
  return name === undefined ? undefined : { link: name };
}

function factOf(licences: string[]): LicenceFile | undefined {
  return licences.length > 0 ? { licences } : undefined;
}
