import type { Distribution } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { parseAlpineRelease, parseDebianVersion, parseOsRelease } from "../formats/os-release.ts";
import { parseArchRelease, parseLsbRelease, parseReleaseFile } from "../formats/release-files.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 64 * 1024;

/** Files that name the distribution, best first (os-release(5) gives the order of the first two). */
const parsers: ReadonlyMap<string, (text: string) => Distribution | undefined> = new Map([
  ["etc/os-release", parseOsRelease],
  ["usr/lib/os-release", parseOsRelease],
  ["etc/alpine-release", parseAlpineRelease],
  // Rebuilds of Red Hat's distribution have its file too: their own comes first.
  ["etc/almalinux-release", parseReleaseFile],
  ["etc/rocky-release", parseReleaseFile],
  ["etc/oracle-release", parseReleaseFile],
  ["etc/centos-release", parseReleaseFile],
  ["etc/fedora-release", parseReleaseFile],
  ["etc/openEuler-release", parseReleaseFile],
  ["etc/anolis-release", parseReleaseFile],
  ["etc/opencloudos-release", parseReleaseFile],
  ["etc/miraclelinux-release", parseReleaseFile],
  ["etc/eurolinux-release", parseReleaseFile],
  ["etc/mageia-release", parseReleaseFile],
  ["etc/redhat-release", parseReleaseFile],
  ["etc/system-release", parseReleaseFile],
  ["etc/SuSE-release", parseReleaseFile],
  ["etc/photon-release", parseReleaseFile],
  ["etc/mariner-release", parseReleaseFile],
  ["etc/azurelinux-release", parseReleaseFile],
  ["etc/gentoo-release", parseReleaseFile],
  ["etc/slackware-version", parseReleaseFile],
  ["etc/openwrt_release", parseLsbRelease],
  // Derived distributions keep Debian's version of theirs beside their own.
  ["etc/lsb-release", parseLsbRelease],
  ["etc/arch-release", parseArchRelease],
  ["etc/debian_version", parseDebianVersion],
]);

/** Paths of the files that name the distribution, best first. */
export const distributionFiles: readonly string[] = [...parsers.keys()];

/** The distribution, from os-release(5) or the files older than it. */
export const osReleaseInspector: Inspector<Distribution> = {
  id: "os-release",
  version: 2,

  wants(entry) {
    return parsers.has(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    return parsers.get(entry.path)?.(readText(entry, content, mostBytes));
  },
};
