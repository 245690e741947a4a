import { type DpkgVersion, dpkgOrdering } from "./dpkg.ts";
import type { Ordering } from "./ordering.ts";

const syntax = /^[A-Za-z0-9._+~-]+$/;

/**
 * The order of opam, opam.ocaml.org/doc/Manual.html#version-ordering: Debian's, without epochs and
 * with underscores; what follows the last hyphen is compared last.
 */
export const opamOrdering: Ordering<DpkgVersion> = {
  parse(text) {
    if (!syntax.test(text)) return undefined;
    const dash = text.lastIndexOf("-");
    return {
      epoch: "0",
      upstream: dash < 0 ? text : text.slice(0, dash),
      revision: dash < 0 ? "" : text.slice(dash + 1),
    };
  },
  compare: dpkgOrdering.compare,
};
