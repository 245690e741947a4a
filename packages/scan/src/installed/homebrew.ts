import type { InstalledFormat } from "./installed-format.ts";

/** `Cellar/rclone/1.67.0/`, where each version keeps a receipt and its formula. */
const keg =
  /(?:^|\/)Cellar\/([^/]{1,128})\/(\d[^/]{0,127})\/(?:INSTALL_RECEIPT\.json|\.brew\/\1\.rb)$/;

/** Formulae that Homebrew poured. */
export const homebrewFormat: InstalledFormat = {
  id: "homebrew",
  version: 1,
  type: "brew",
  sees: "formulae in Homebrew's cellar (`Cellar/NAME/VERSION`)",
  misses: "licences; casks, which are for macOS; the tap",
  leadingBytes: 0,
  matches: (path) =>
    path.endsWith("/INSTALL_RECEIPT.json") || (path.endsWith(".rb") && keg.test(path)),
  *read(_, { path }) {
    const [, name, version] = keg.exec(path) ?? [];
    if (name !== undefined) yield { name, version };
  },
};
