import type { Incomplete } from "@plimsoll/core";
import { parseCheckDirective, parsePragma } from "../rule/pragma.ts";
import { escapeOf, readDirectives } from "./directives.ts";
import { dockerfileLimits } from "./limits.ts";
import { joinLines } from "./logical-lines.ts";
import { StageBuilder } from "./stages.ts";
import type { Dockerfile } from "./types.ts";

/**
 * Parses a Dockerfile (https://docs.docker.com/reference/dockerfile/). Never throws: a fault of
 * syntax becomes an entry of `incomplete` with its line, and the rest is read. Takes time linear
 * in the length of the text, within `dockerfileLimits`.
 *
 * @param path what findings and incomplete entries call the file
 */
export function parseDockerfile(text: string, path = "Dockerfile"): Dockerfile {
  const incomplete: Incomplete[] = [];
  const report = (line: number, code: Incomplete["code"], why: string) => {
    incomplete.push({ code, what: `${path}:${line}`, why });
  };
  const lines = splitLines(text, report);
  const directives = readDirectives(lines);
  const escapeCharacter = escapeOf(directives);
  const builder = new StageBuilder(escapeCharacter, report);
  let count = 0;
  for (const line of joinLines(lines, escapeCharacter, directives.length, report)) {
    count += 1;
    if (count > dockerfileLimits.instructions) {
      report(line.startLine, "LIMIT_EXCEEDED", "more instructions than are read of one file");
      break;
    }
    if (!builder.add(line)) break;
  }
  const { globalArguments, stages } = builder.finish();
  if (stages.length === 0) report(1, "MALFORMED", "the file has no FROM instruction");
  return {
    path,
    lines,
    directives,
    escapeCharacter,
    globalArguments,
    stages,
    pragmas: [
      ...directives.flatMap(({ name, value, line }) =>
        name === "check" ? (parseCheckDirective(value, line) ?? []) : [],
      ),
      ...globalPragmas(lines),
    ].slice(0, dockerfileLimits.pragmas),
    incomplete,
  };
}

function splitLines(
  text: string,
  report: (line: number, code: Incomplete["code"], why: string) => void,
): string[] {
  const { characters, lines: most } = dockerfileLimits;
  const read = text.slice(text.startsWith("\uFEFF") ? 1 : 0, characters);
  const lines = read
    .split("\n", most)
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  if (text.length > characters || lines.length === most) {
    report(lines.length, "LIMIT_EXCEEDED", "the file is longer than what is read of one");
  }
  return lines;
}

function globalPragmas(lines: readonly string[]) {
  return lines.flatMap((line, index) => {
    const text = line.trimStart();
    if (!text.startsWith("#")) return [];
    const pragma = parsePragma(text.slice(1), index + 1);
    return pragma?.isGlobal ? [pragma] : [];
  });
}
