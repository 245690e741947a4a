import type { TextEdit } from "@plimsoll/core";
import type { Dockerfile } from "../dockerfile/types.ts";
import { replaceAt } from "./change-base.ts";

/** What stands between name and version where a package manager's command line pins one, by purl type. */
const separators: Readonly<Record<string, string>> = {
  // apt-get(8), apk(8)
  deb: "=",
  apk: "=",
  // packaging.python.org, version specifiers
  pypi: "==",
  // docs.npmjs.com, npm-install; go.dev/ref/mod, version queries
  npm: "@",
  golang: "@",
  // guides.rubygems.org, gem install NAME:VERSION; getcomposer.org, require
  gem: ":",
  composer: ":",
};

/** A package as a command of a Dockerfile pins it. */
export interface PinnedPackage {
  /** purl type. */
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Edits that write another version where RUN instructions of the shipped stages pin the present one:
 * `apt-get install openssl=3.0.11-1`, `pip install django==3.2.1`.
 */
export function changePin(file: Dockerfile, pinned: PinnedPackage, version: string): TextEdit[] {
  const separator = separators[pinned.type];
  if (separator === undefined) return [];
  const before = `${pinned.name}${separator}${pinned.version}`;
  const after = `${pinned.name}${separator}${version}`;
  const words = file.stages
    .filter(({ isShipped }) => isShipped)
    .flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === "RUN"))
    .flatMap(({ commands }) => commands.flatMap(({ args }) => args))
    .filter((word) => word.text === before && word.isExact);
  return words.flatMap((word) => {
    const quote = /^["']/.exec(word.raw)?.[0] ?? "";
    return replaceAt(file, word, word.raw, `${quote}${after}${quote}`) ?? [];
  });
}
