import type { Incomplete } from "@plimsoll/core";
import { readPragmas } from "../yaml/pragmas.ts";
import { maxCharacters, type Report, readYamlMap } from "../yaml/read-map.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { resolveExtends } from "./merge.ts";
import { readService } from "./service.ts";
import { readText, readTexts } from "./settings.ts";
import type { ComposeFile, ComposeService, Setting } from "./types.ts";

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
  const root = readYamlMap(text, report);
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
    includes: root === undefined ? [] : readIncludes(valueAt(root, "include")),
    pragmas: byLine,
    globalPragmas: global,
    incomplete,
  };
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

/** `include`: a list of paths, or of maps with `path`, which is one or a list (compose-spec, "include"). */
function readIncludes(tree: Tree | undefined): Setting<string>[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) =>
    readTexts(item.kind === "map" ? valueAt(item, "path") : item),
  );
}
