import type { Inspector } from "@plimsoll/image";
import {
  type FileList,
  parseMd5sums,
  parsePacmanFiles,
  parsePathList,
  parsePortageContents,
} from "../ownership/file-lists.ts";
import { readText, wholeFile } from "./whole-file.ts";

/** The files that one package of the operating system brought. */
export interface PackageFiles {
  /** purl type of the package. */
  type: "deb" | "opkg" | "alpm" | "ebuild";
  name: string;
  /** Where the list tells versions or architectures of the same name apart. */
  version?: string;
  architecture?: string;
  files: FileList;
}

interface ListFormat {
  type: PackageFiles["type"];
  /** The owner is told by the first groups: its name, and what else. */
  path: RegExp;
  folder: string;
  parse(text: string): FileList;
  detail?: "version" | "architecture";
}

const mostBytes = 16 * 1024 * 1024;

const formats: readonly ListFormat[] = [
  {
    type: "deb",
    folder: "var/lib/dpkg/info/",
    path: /^var\/lib\/dpkg\/info\/([^/:]+)(?::([^/]+))?\.list$/,
    parse: parsePathList,
    detail: "architecture",
  },
  {
    type: "deb",
    folder: "var/lib/dpkg/status.d/",
    path: /^var\/lib\/dpkg\/status\.d\/([^/]+)\.md5sums$/,
    parse: parseMd5sums,
  },
  {
    type: "opkg",
    folder: "usr/lib/opkg/info/",
    path: /^usr\/lib\/opkg\/info\/([^/]+)\.list$/,
    parse: parsePathList,
  },
  {
    type: "alpm",
    folder: "var/lib/pacman/local/",
    path: /^var\/lib\/pacman\/local\/([^/]+)-([^/-]+-[^/-]+)\/files$/,
    parse: parsePacmanFiles,
    detail: "version",
  },
  {
    type: "ebuild",
    folder: "var/db/pkg/",
    path: /^var\/db\/pkg\/([^/]+\/[^/]+?)-(\d[^/]*)\/CONTENTS$/,
    parse: parsePortageContents,
    detail: "version",
  },
];

/**
 * Which files the packages of dpkg, opkg, pacman and Portage brought: of those only that other
 * packages may be read from. apk and rpm keep their lists within their databases.
 */
export const packageFilesInspector: Inspector<PackageFiles> = {
  id: "package-files",
  version: 1,

  wants(entry) {
    const { path } = entry;
    // Nearly every file lies elsewhere.
    const isNear = path.startsWith("var/") || path.startsWith("usr/lib/opkg/");
    return isNear && formatOf(path) !== undefined ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const format = formatOf(entry.path);
    const [, name, detail] = format?.path.exec(entry.path) ?? [];
    if (format === undefined || name === undefined) return undefined;
    const files = format.parse(readText(entry, content, mostBytes));
    if (files.length === 0) return undefined;
    const { type, detail: field } = format;
    return { type, name, ...(field && detail !== undefined && { [field]: detail }), files };
  },
};

function formatOf(path: string): ListFormat | undefined {
  return formats.find((format) => path.startsWith(format.folder) && format.path.test(path));
}
