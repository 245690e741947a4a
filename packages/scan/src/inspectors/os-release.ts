import type { Distribution } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { parseAlpineRelease, parseDebianVersion, parseOsRelease } from "../formats/os-release.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 64 * 1024;

/** Files that name the distribution, best first (os-release(5) gives the order of the first two). */
const parsers: ReadonlyMap<string, (text: string) => Distribution | undefined> = new Map([
  ["etc/os-release", parseOsRelease],
  ["usr/lib/os-release", parseOsRelease],
  ["etc/alpine-release", parseAlpineRelease],
  ["etc/debian_version", parseDebianVersion],
]);

/** Paths of the files that name the distribution, best first. */
export const distributionFiles: readonly string[] = [...parsers.keys()];

/** The distribution, from os-release(5) or the files older than it. */
export const osReleaseInspector: Inspector<Distribution> = {
  id: "os-release",
  version: 1,

  wants(entry) {
    return parsers.has(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parsers.get(entry.path)?.(readText(entry, content, mostBytes));
  },
};
