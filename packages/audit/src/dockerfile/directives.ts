import type { ParserDirective } from "./types.ts";

/**
 * Reads the parser directives (Dockerfile reference, "Parser directives"): comments of the form
 * `# name=value` at the very top. The first line that is anything else ends them.
 */
export function readDirectives(lines: readonly string[]): ParserDirective[] {
  const directives: ParserDirective[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^\s*#\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(\S.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== "syntax" && name !== "escape" && name !== "check") break;
    if (directives.some((directive) => directive.name === name)) break;
    directives.push({ name, value: match![2]!.trimEnd(), line: index + 1 });
  }
  return directives;
}

/** The escape character that the directives choose: a backslash unless it is a backtick. */
export function escapeOf(directives: readonly ParserDirective[]): string {
  const chosen = directives.find((directive) => directive.name === "escape");
  return chosen?.value === "`" ? "`" : "\\";
}
