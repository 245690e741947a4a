import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import { type WordPressExtension, wordPressInspector } from "../inspectors/wordpress.ts";

export const wordPressCataloger: Cataloger<WordPressExtension> = {
  inspector: wordPressInspector,
  kind: "language",
  sees: "WordPress plugins and themes, by the header of their main file",
  misses: "WordPress itself; plugins and themes whose header states no version",
  // Package URLs have no type for WordPress, and a theme may be called like a plugin.
  drafts: ({ kind, name, ...found }) => [
    { ...found, name: `wordpress-${kind}/${name}`, type: "generic" },
  ],
  purl: (draft) => languagePurl("generic", draft),
};
