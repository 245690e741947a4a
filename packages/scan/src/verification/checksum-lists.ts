import type { Inspector } from "@plimsoll/image";
import { forEachLine } from "../formats/lines.ts";
import { readText, wholeFile } from "../inspectors/whole-file.ts";

/** A file that a package brought, with the digest that it had. */
export type ListedFile = [path: string, digest: string];

/** Files of packages as one file of a package database lists them. */
export interface ChecksumList {
  algorithm: "md5" | "sha1";
  packages: { name: string; files: ListedFile[] }[];
}

/** Where dpkg-divert(1) moved files to: the path that a package lists, and where the file is. */
export interface Diversions {
  diversions: [from: string, to: string, by: string][];
}

const dpkgList = /^var\/lib\/dpkg\/(?:info\/([^/:]+)(?::[^/]+)?|status\.d\/([^/]+))\.md5sums$/;
const diversionsFile = "var/lib/dpkg/diversions";
const apkDatabases = new Set(["lib/apk/db/installed", "usr/lib/apk/db/installed"]);
const mostBytes = 32 * 1024 * 1024;
const mostFiles = 500_000;
const longestPath = 4096; // PATH_MAX

/** The checksums that dpkg and apk keep of the files that they installed. */
export const checksumListInspector: Inspector<ChecksumList | Diversions> = {
  id: "checksum-lists",
  version: 1,

  wants(entry) {
    const { path } = entry;
    const isList =
      apkDatabases.has(path) ||
      path === diversionsFile ||
      (path.startsWith("var/lib/dpkg/") && dpkgList.test(path));
    return isList ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const text = readText(entry, content, mostBytes);
    if (entry.path === diversionsFile) return { diversions: parseDiversions(text) };
    const [, name, distroless] = dpkgList.exec(entry.path) ?? [];
    if (name === undefined && distroless === undefined) return parseApkChecksums(text);
    return {
      algorithm: "md5",
      packages: [{ name: (name ?? distroless)!, files: parseMd5sums(text) }],
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

/** `P` package, `F` folder, `R` file in it, `Z:Q1` its SHA-1 in base64 (apk-package(5), "installed"). */
export function parseApkChecksums(text: string): ChecksumList {
  const list: ChecksumList = { algorithm: "sha1", packages: [] };
  let folder = "";
  let file: string | undefined;
  let count = 0;
  forEachLine(text, (start, end) => {
    if (text.charCodeAt(start + 1) !== 0x3a || end - start > longestPath) return true;
    const value = text.slice(start + 2, end).trim();
    const tag = text[start];
    if (tag === "P") list.packages.push({ name: value, files: [] });
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
