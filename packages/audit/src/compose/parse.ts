import type { Incomplete } from "@plimsoll/core";
import { isMap, LineCounter, parseDocument } from "yaml";
import { resolveExtends } from "./merge.ts";
import { readPragmas } from "./pragmas.ts";
import { readService } from "./service.ts";
import { readText, valueAt } from "./settings.ts";
import { type Branch, type Tree, TreeReader } from "./tree.ts";
import type { ComposeFile, ComposeService } from "./types.ts";

/** UTF-16 units of a compose file that are read. */
const maxCharacters = 500_000;

/** Faults of syntax that are listed one by one: the first tell what is wrong, the rest follow from them. */
const maxSyntaxErrors = 10;

/**
 * Parses a compose file (https://docs.docker.com/reference/compose-file/) with the place of every
 * value. Never throws: faults become entries of `incomplete`, and what could be read is judged.
 * Variables take their `${NAME:-default}`; the caller's environment is not read, nor are other
 * files (`include`, `extends.file`, `env_file`).
 *
 * @param path what findings and incomplete entries call the file
 */
export function parseCompose(text: string, path = "compose.yaml"): ComposeFile {
  const incomplete: Incomplete[] = [];
  const report = (line: number, code: Incomplete["code"], why: string) => {
    if (incomplete.length < 1_000) incomplete.push({ code, what: `${path}:${line}`, why });
  };
  const root = readRoot(text, report);
  const lines = text
    .slice(0, maxCharacters)
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
  const { byLine, global } = readPragmas(lines);
  const services = root === undefined ? [] : readServices(root, report);
  return {
    path,
    lines,
    name: root === undefined ? undefined : readText(valueAt(root, "name"))?.value,
    services,
    pragmas: byLine,
    globalPragmas: global,
    incomplete,
  };
}

type Report = (line: number, code: Incomplete["code"], why: string) => void;

function readRoot(text: string, report: Report): Branch | undefined {
  if (text.length > maxCharacters) {
    report(1, "LIMIT_EXCEEDED", `the file is longer than ${maxCharacters} characters`);
    return undefined;
  }
  const lines = new LineCounter();
  let tree: Tree;
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
      // The parser's own check takes time quadratic in the number of keys; TreeReader has one.
      uniqueKeys: false,
    });
    if (document.errors.some(({ message }) => isStackOverflow(message))) {
      report(1, "LIMIT_EXCEEDED", "the file is nested too deeply");
      return undefined;
    }
    for (const error of document.errors.slice(0, maxSyntaxErrors)) {
      const why = error.message.split("\n", 1)[0]!.slice(0, 200);
      report(lines.linePos(error.pos[0]).line || 1, "MALFORMED", why);
    }
    const more = document.errors.length - maxSyntaxErrors;
    if (more > 0) report(1, "MALFORMED", `the file has ${more} more faults of syntax`);
    if (!isMap(document.contents)) {
      report(1, "MALFORMED", "the file is not a map of keys and values");
      return undefined;
    }
    tree = new TreeReader(lines, report).read(document.contents);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (isStackOverflow(why)) {
      report(1, "LIMIT_EXCEEDED", "the file is nested too deeply");
      return undefined;
    }
    report(1, "MALFORMED", `the file cannot be read as YAML: ${why.slice(0, 200)}`);
    return undefined;
  }
  return tree.kind === "map" ? tree : undefined;
}

/** The parser is recursive, and has no bound on depth of its own. */
function isStackOverflow(message: string): boolean {
  return /call stack|stack overflow/i.test(message);
}

function readServices(root: Branch, report: Report): ComposeService[] {
  const include = root.entries.get("include");
  if (include !== undefined) {
    report(include.key.line, "UNSUPPORTED", "include names other files, which are not read");
  }
  const services = valueAt(root, "services");
  if (services?.kind !== "map") {
    if (include === undefined) report(1, "MALFORMED", "the file has no services");
    return [];
  }
  const resolved = resolveExtends(services.entries, report);
  return [...services.entries].flatMap(([name, { key, value }]) => {
    const branch = resolved.get(name);
    if (branch !== undefined) return [readService(name, key, branch)];
    report(value.line, "MALFORMED", `the service ${name.slice(0, 60)} is not a map`);
    return [];
  });
}
