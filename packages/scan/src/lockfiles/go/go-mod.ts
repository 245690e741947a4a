import type { ListedEntry } from "../../formats/listed-packages.ts";

/** What one `go.mod` requires. */
export interface GoMod {
  modules: ListedEntry[];
  /** True before Go 1.17, when indirect dependencies were left out. */
  lacksIndirect: boolean;
}

interface Replacement {
  version?: string;
  name: string;
  newVersion?: string;
}

const directive = /^(require|replace|exclude|retract|tool|godebug|ignore)\s*\($/;

/**
 * Reads `go.mod`: required modules, replaced ones as replaced; a module that a folder replaces is
 * left out. Undefined for a text without any directive. Format: go.dev/ref/mod#go-mod-file
 */
export function parseGoMod(text: string): GoMod | undefined {
  const required: { name: string; version: string }[] = [];
  const replaced = new Map<string, Replacement[]>();
  let goVersion = "";
  let block = "";
  let isGoMod = false;
  for (const raw of text.split("\n")) {
    const comment = raw.indexOf("//");
    const line = (comment === -1 ? raw : raw.slice(0, comment)).trim();
    if (line === "") continue;
    if (line === ")") block = "";
    const opened = directive.exec(line)?.[1];
    if (opened !== undefined) block = opened;
    const [first = "", ...rest] = line.split(/\s+/).map(unquote);
    const [kind, words] = block === "" ? [first, rest] : [block, [first, ...rest]];
    isGoMod ||= opened !== undefined || ["module", "require", "go"].includes(kind);
    if (opened !== undefined || line === ")") continue;
    if (kind === "go") goVersion = words[0] ?? "";
    const [name = "", version = ""] = words;
    if (kind === "require" && words.length >= 2) required.push({ name, version });
    if (kind === "replace") addReplacement(words, replaced);
  }
  if (!isGoMod) return undefined;
  const modules = required.flatMap((found) => replace(found, replaced.get(found.name)) ?? []);
  return { modules, lacksIndirect: isBefore117(goVersion) };
}

/** The newest version of each module in `go.sum`, which lists all that were ever looked at, oldest first. */
export function parseGoSum(text: string): ListedEntry[] {
  const versions = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [name, version, hash] = line.trim().split(" ", 3);
    // `/go.mod`: only the module's requirements were read.
    if (!name || !version?.startsWith("v") || !hash || version.endsWith("/go.mod")) continue;
    versions.set(name, version);
  }
  return [...versions].map(([name, version]) => ({ name, version }));
}

function addReplacement(words: readonly string[], replaced: Map<string, Replacement[]>): void {
  const arrow = words.indexOf("=>");
  const [old, version] = words.slice(0, Math.max(0, arrow));
  const [name, newVersion] = words.slice(arrow + 1);
  if (old === undefined || name === undefined) return;
  const all = replaced.get(old) ?? [];
  all.push({ ...(version && { version }), name, ...(newVersion && { newVersion }) });
  replaced.set(old, all);
}

function replace(
  found: { name: string; version: string },
  replacements: readonly Replacement[] = [],
): ListedEntry | undefined {
  const match =
    replacements.find(({ version }) => version === found.version) ??
    replacements.find(({ version }) => version === undefined);
  if (match === undefined) return found;
  const { name, newVersion } = match;
  return newVersion === undefined ? undefined : { name, version: newVersion };
}

function isBefore117(version: string): boolean {
  const [major, minor] = version.split(".").map(Number);
  // Without the line, Go assumes 1.16.
  return version === "" || (major === 1 && minor !== undefined && minor < 17);
}

function unquote(word: string): string {
  return word.replace(/^["`](.*)["`]$/, "$1");
}
