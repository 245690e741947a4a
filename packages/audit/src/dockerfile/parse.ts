import type { Incomplete } from "@plimsoll/core";
import { type Pragma, parseCheckDirective, parsePragma } from "../rule/pragma.ts";
import { escapeOf, readDirectives } from "./directives.ts";
import { parseDockerignore } from "./dockerignore.ts";
import { dockerfileLimits } from "./limits.ts";
import { joinLines } from "./logical-lines.ts";
import { readShellPragmas } from "./shell-pragma.ts";
import { StageBuilder } from "./stages.ts";
import type { Dockerfile, Instruction, Stage } from "./types.ts";

/**
 * Parses a Dockerfile (https://docs.docker.com/reference/dockerfile/). Never throws: a fault of
 * syntax becomes an entry of `incomplete` with its line, and the rest is read. Takes time linear
 * in the length of the text, within `dockerfileLimits`.
 *
 * @param path what findings and incomplete entries call the file
 * @param dockerignore text of the `.dockerignore` that the build uses
 */
export function parseDockerfile(
  text: string,
  path = "Dockerfile",
  dockerignore?: string,
): Dockerfile {
  const incomplete: Incomplete[] = [];
  const report = (line: number, code: Incomplete["code"], why: string) => {
    incomplete.push({ code, what: `${path}:${line}`, why });
  };
  const lines = splitLines(text, report);
  const directives = readDirectives(lines);
  const escapeCharacter = escapeOf(directives);
  const builder = new StageBuilder(escapeCharacter, readShellPragmas(lines), report);
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
  if (stages.every(({ isImplied }) => isImplied))
    report(1, "MALFORMED", "the file has no FROM instruction");
  return {
    path,
    lines,
    directives,
    escapeCharacter,
    globalArguments,
    stages: withStagePragmas(stages, lines),
    dockerignore: dockerignore === undefined ? undefined : parseDockerignore(dockerignore),
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

/** Gives each instruction the pragmas that hold for its stage. */
function withStagePragmas(stages: readonly Stage[], lines: readonly string[]): readonly Stage[] {
  const pragmas = lines
    .flatMap((line, index) => readPragma(line, index + 1))
    .filter(({ isForStage }) => isForStage)
    .slice(0, dockerfileLimits.pragmas);
  if (pragmas.length === 0) return stages;
  return stages.map((stage, index) => {
    const last = stage.instructions.at(-1) ?? stage.from;
    const before = stages[index - 1];
    const start = before === undefined ? 0 : (before.instructions.at(-1) ?? before.from).endLine;
    const own = pragmas.filter(({ line }) => line > start && line <= last.endLine);
    const add = (instruction: Instruction): Instruction => ({
      ...instruction,
      pragmas: [...instruction.pragmas, ...own],
      ...(instruction.trigger && { trigger: add(instruction.trigger) }),
    });
    return { ...stage, from: add(stage.from), instructions: stage.instructions.map(add) };
  });
}

function readPragma(line: string, number: number): Pragma[] {
  const text = line.trimStart();
  return text.startsWith("#") ? [parsePragma(text.slice(1), number) ?? []].flat() : [];
}

function globalPragmas(lines: readonly string[]) {
  return lines
    .flatMap((line, index) => readPragma(line, index + 1))
    .filter(({ isGlobal }) => isGlobal);
}
