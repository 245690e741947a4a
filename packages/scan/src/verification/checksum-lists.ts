import type { Inspector } from "@plimsoll/image";
import { forEachLine } from "../formats/lines.ts";
import { readText, verifySize, wholeFile } from "../inspectors/whole-file.ts";
import type { ListedFile, ListedPackage } from "./listed-package.ts";
import { parseRpmChecksums } from "./rpm-checksums.ts";

/** Packages as one file of a package database lists them. */
export interface ChecksumList {
  packages: ListedPackage[];
}

/** Changes to rpm's database that were not written into it yet. */
export interface PendingChanges {
  pendingBytes: number;
}

/** Where dpkg-divert(1) moved files to: the path that a package lists, and where the file is. */
export interface Diversions {
  diversions: [from: string, to: string, by: string][];
}

/** Configuration files of a package of dpkg: administrators change them on purpose. */
export interface ConfigurationFiles {
  configuration: string[];
}

const dpkgList = /^var\/lib\/dpkg\/(?:info\/([^/:]+)(?::[^/]+)?|status\.d\/([^/]+))\.md5sums$/;
const configurationList = /^var\/lib\/dpkg\/info\/[^/]+\.conffiles$/;
const diversionsFile = "var/lib/dpkg/diversions";
const apkDatabases = new Set(["lib/apk/db/installed", "usr/lib/apk/db/installed"]);
const mostBytes = 32 * 1024 * 1024;
const mostFiles = 500_000;
const longestPath = 4096; // PATH_MAX

const rpmFolders = ["var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"];
const rpmNames = ["Packages", "Packages.db", "rpmdb.sqlite"];
const rpmDatabases = new Set(rpmFolders.flatMap((at) => rpmNames.map((name) => at + name)));
const rpmLogs = new Set(rpmFolders.map((at) => `${at}rpmdb.sqlite-wal`));
/** As much of a file as a walk gives out. */
const mostRpmBytes = 50_000_000;

/** The checksums that dpkg, apk and rpm keep of the files that they installed. */
export const checksumListInspector: Inspector<
  ChecksumList | ConfigurationFiles | Diversions | PendingChanges
> = {
  id: "checksum-lists",
  version: 2,

  wants(entry) {
    const { path } = entry;
    if (rpmDatabases.has(path)) return wholeFile(entry, mostRpmBytes);
    if (rpmLogs.has(path)) return entry.size > 0 ? 0 : undefined;
    const isList =
      apkDatabases.has(path) ||
      path === diversionsFile ||
      (path.startsWith("var/lib/dpkg/") && (dpkgList.test(path) || configurationList.test(path)));
    return isList ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const { path, size } = entry;
    if (rpmLogs.has(path)) return { pendingBytes: size };
    if (rpmDatabases.has(path)) {
      verifySize(entry, mostRpmBytes);
      return { packages: parseRpmChecksums(content) };
    }
    const text = readText(entry, content, mostBytes);
    if (configurationList.test(path)) return { configuration: parseConfigurationFiles(text) };
    if (path === diversionsFile) return { diversions: parseDiversions(text) };
    const [, name, distroless] = dpkgList.exec(path) ?? [];
    if (name === undefined && distroless === undefined) return parseApkChecksums(text);
    return {
      packages: [{ name: (name ?? distroless)!, algorithm: "md5", files: parseMd5sums(text) }],
    };
  },
};

/** `32 digits, two spaces, path from the root` a line (deb-md5sums(5)). */
export function parseMd5sums(text: string): ListedFile[] {
  const files: ListedFile[] = [];
  forEachLine(text, (start, end) => {
    if (end - start > longestPath) return true;
    const [, digest, path] = /^([0-9a-f]{32}) {2}(\S.*)$/.exec(text.slice(start, end)) ?? [];
    if (digest !== undefined) files.push([path!, digest]);
    return files.length < mostFiles;
  });
  return files;
}

/** A path from the root a line, some behind a flag (deb-conffiles(5)). */
function parseConfigurationFiles(text: string): string[] {
  const paths: string[] = [];
  forEachLine(text, (start, end) => {
    if (end - start > longestPath) return true;
    const path = /^(?:[a-z-]+ +)?\/(.+)$/.exec(text.slice(start, end).trimEnd())?.[1];
    if (path !== undefined) paths.push(path);
    return paths.length < mostFiles;
  });
  return paths;
}

/** `P` package, `F` folder, `R` file in it, `Z:Q1` its SHA-1 in base64 (apk-package(5), "installed"). */
export function parseApkChecksums(text: string): ChecksumList {
  const list: ChecksumList = { packages: [] };
  let folder = "";
  let file: string | undefined;
  let count = 0;
  forEachLine(text, (start, end) => {
    if (text.charCodeAt(start + 1) !== 0x3a || end - start > longestPath) return true;
    const value = text.slice(start + 2, end).trim();
    const tag = text[start];
    if (tag === "P") list.packages.push({ name: value, algorithm: "sha1", files: [] });
    else if (tag === "F") folder = value;
    else if (tag === "R") file = folder === "" ? value : `${folder}/${value}`;
    else if (tag === "Z" && file !== undefined && value.startsWith("Q1")) {
      list.packages.at(-1)?.files.push([file, value.slice(2)]);
      file = undefined;
      count += 1;
    }
    return count < mostFiles;
  });
  return list;
}

/** Three lines each: the path, where it was moved to, and the package that asked for it. */
function parseDiversions(text: string): Diversions["diversions"] {
  const lines = text.split("\n", 30_000);
  const diversions: Diversions["diversions"] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = "", to = "", by = ""] = lines.slice(at, at + 3);
    if (from.startsWith("/") && to.startsWith("/")) {
      diversions.push([from.slice(1), to.slice(1), by]);
    }
  }
  return diversions;
}
