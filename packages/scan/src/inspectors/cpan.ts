import type { Inspector } from "@plimsoll/image";
import { parseCpanMetadata } from "../formats/cpan-metadata.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { readText, wholeFile } from "./whole-file.ts";

const mostBytes = 8 * 1024 * 1024;
const installed = /(?:^|\/)\.meta\/[^/]+\/MYMETA\.json$/;

/** CPAN distributions that cpanm installed: `.meta/NAME-VERSION/MYMETA.json` in a Perl library. */
export const cpanInspector: Inspector<InstalledPackage> = {
  id: "cpan",
  version: 1,

  wants(entry) {
    const { path } = entry;
    return path.endsWith("/MYMETA.json") && installed.test(path)
      ? wholeFile(entry, mostBytes)
      : undefined;
  },

  inspect(entry, content) {
    return parseCpanMetadata(readText(entry, content, mostBytes), entry.path);
  },
};
