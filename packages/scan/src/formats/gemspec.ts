import {
  type InstalledPackage,
  isName,
  notAPackage,
  toInstalledPackage,
} from "./installed-package.ts";
import { forEachLine } from "./lines.ts";

interface Stated {
  name?: string;
  version?: string;
  platform?: string;
  licences?: string[];
}

/** `# stub: name version platform require_paths`, which RubyGems itself reads first. */
const stub = /^# stub: (\S+) (\S+) (\S+)/;
const opening = /Gem::Specification\.new\b[^|\n]{0,80}\|\s*(\w+)\s*\|/;
const assignment = /^\s*(\w+)\.(name|version|platform|licenses?)\s*=\s*(.*)$/;
const longestLine = 4096;

/**
 * Reads the gemspec that RubyGems writes for an installed gem, line by line and without running it:
 * literals assigned to name, version, platform and licences; where one is computed, the stub line at
 * the top says it.
 *
 * @throws PlimsollError `MALFORMED` when it is no gemspec, or nothing in it tells name and version
 */
export function parseGemspec(text: string, path: string): InstalledPackage {
  const stated: Stated = {};
  let fallback: RegExpExecArray | null = null;
  let block: string | undefined;

  forEachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + longestLine));
    if (block === undefined) {
      fallback ??= stub.exec(line);
      block = opening.exec(line)?.[1];
      return true;
    }
    const [, receiver, field, value] = assignment.exec(line) ?? [];
    if (receiver === block && field !== undefined && value !== undefined) {
      state(stated, field, value);
    }
    return true;
  });
  if (block === undefined) throw notAPackage(path, "The file is not a gemspec");

  const [, name, version, platform] = fallback ?? [];
  const found = toInstalledPackage(
    stated.name ?? name,
    stated.version ?? version,
    stated.licences ?? [],
  );
  if (found === undefined) throw notAPackage(path, "The gemspec states no name or no version");
  // The specification may spell its platform as a list of parts; the stub never does.
  const builtFor = platform ?? stated.platform ?? "ruby";
  return builtFor === "ruby" || !isName(builtFor) ? found : { ...found, architecture: builtFor };
}

/** Keeps the first literal of each field. */
function state(stated: Stated, field: string, value: string): void {
  const literals = readLiterals(value);
  const [first] = literals;
  if (field === "licenses" || field === "license") stated.licences ??= literals;
  else if (first === undefined) return;
  else if (field === "name") stated.name ??= first;
  else if (field === "version") stated.version ??= first;
  else stated.platform ??= first;
}

const literal =
  /[^"'%]*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|%[qQ](?:\{([^}]*)\}|<([^>]*)>|\(([^)]*)\)))/y;

/**
 * The string literals of an expression up to the first thing that is none: `"a".freeze`, `'a'`,
 * `%q{a}`, `["a", "b"]`, `Gem::Version.new("1.0")`. What Ruby would interpolate or put together is
 * no literal.
 */
function readLiterals(expression: string): string[] {
  if (/#\{|["'}>)\]]\s{0,8}[+%]/.test(expression)) return [];
  const literals: string[] = [];
  literal.lastIndex = 0;
  for (let match = literal.exec(expression); match !== null; match = literal.exec(expression)) {
    const text = match.slice(1).find((group) => group !== undefined);
    if (text !== undefined) literals.push(text.replace(/\\(["'\\])/g, "$1"));
  }
  return literals;
}
