import type { InstalledFormat } from "./installed-format.ts";

const store = "nix/store/";
/** 32 digits of Nix's base 32, which has no e, o, t and u (nix.dev, store path specification). */
const storePath = /^nix\/store\/[0-9a-df-np-sv-z]{32}-([^/]{1,211})$/;
/** Outputs other than `out`, which end the name of their folder. */
const output =
  /-(?:bin|dev|lib|libs|out|doc|man|info|devdoc|devman|debug|static|data|dist|py|terminfo|locale|getent|nss|su|mount|login|swap)$/;
/** What was only fetched or generated to build something. */
const source = /\.(?:tar(?:\.\w+)?|tgz|zip|patch|diff|drv|gem|crate|lock|service|conf|sh|json)$/;

/**
 * Packages of Nix and NixOS. A store path tells nothing but a name: the version begins where a
 * number follows a hyphen, as for Nix itself (`parseDrvName`); a path without such a number is left out.
 */
export const nixFormat: InstalledFormat = {
  id: "nix",
  version: 1,
  type: "nix",
  sees: "packages of Nix's store, by the names of their folders (`nix/store/HASH-NAME-VERSION`)",
  misses: "licences; packages that are single files; which of them are reachable from the system",
  leadingBytes: 0,
  matches: (path) => path.startsWith(store) && path.indexOf("/", store.length) === -1,
  *read(_, { path, type }) {
    const full = type === "directory" ? storePath.exec(path)?.[1] : undefined;
    if (full === undefined || source.test(full)) return;
    const plain = full.replace(output, "");
    const hyphen = plain.search(/-\d/);
    if (hyphen > 0) yield { name: plain.slice(0, hyphen), version: plain.slice(hyphen + 1) };
  },
};
