import { parsePragma } from "../rule/pragma.ts";
import { commandsOf, parseShell, posixShells } from "../shell/parse.ts";
import type { ShellCommand } from "../shell/types.ts";
import { programName } from "../shell/wrappers.ts";
import { locate } from "../text/position.ts";
import { expandVariables } from "../text/variables.ts";
import { parseAssignments } from "./assignments.ts";
import { dockerfileLimits } from "./limits.ts";
import type { LogicalLine } from "./logical-lines.ts";
import type { Flag, Heredoc, Instruction, Word } from "./types.ts";
import { splitWords } from "./words.ts";

/** Every instruction of the Dockerfile reference. */
export const keywords: ReadonlySet<string> = new Set(
  (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL " +
    "STOPSIGNAL USER VOLUME WORKDIR"
  ).split(" "),
);

const withFlags = new Set(["ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"]);
const withExecForm = new Set([
  "ADD",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "RUN",
  "SHELL",
  "VOLUME",
]);

const runsShell = new Set(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL"]);

/** What reading an instruction needs to know of what came before it. */
export interface InstructionContext {
  readonly escapeCharacter: string;
  /** The shell that runs shell forms. */
  readonly shell: readonly string[];
  /** True when a variable is declared before the instruction. */
  readonly isDeclared: (name: string) => boolean;
  /** Replaces the variables of a word and removes its quotes. */
  readonly expand: (text: string) => string | undefined;
}

/** Reads the instruction that `line` holds from `offset` on. */
export function parseInstruction(
  line: LogicalLine,
  context: InstructionContext,
  offset = 0,
): Instruction {
  const { text, segments, heredocs } = line;
  const keywordMatch = /\S+/.exec(text.slice(offset));
  const keyword = (keywordMatch?.[0] ?? "").toUpperCase();
  let start = offset + (keywordMatch?.index ?? 0) + keyword.length;
  const flags: Flag[] = [];
  let raw = splitWords(text, start, context.escapeCharacter);
  if (withFlags.has(keyword)) {
    const end = raw.findIndex((word) => !/^--[a-z]/.test(word.text));
    for (const { text: flag, offset: at } of raw.slice(0, end === -1 ? raw.length : end)) {
      const equals = flag.indexOf("=");
      const value =
        equals === -1 ? "" : (context.expand(flag.slice(equals + 1)) ?? flag.slice(equals + 1));
      const name = flag.slice(2, equals === -1 ? undefined : equals);
      flags.push({ name, value, ...locate(segments, at) });
    }
    raw = end === -1 ? [] : raw.slice(end);
    start = raw[0]?.offset ?? text.length;
  }
  const isCheck = keyword === "HEALTHCHECK" && raw[0]?.text.toUpperCase() === "CMD";
  const bodyStart = isCheck ? raw[0]!.offset + "CMD".length : start;
  const body = text.slice(bodyStart);
  const exec = withExecForm.has(keyword) ? parseExecForm(body) : undefined;
  const position = locate(segments, bodyStart + body.length - body.trimStart().length);
  const toWord = (word: { text: string; offset: number }): Word => ({
    text: word.text,
    value: context.expand(word.text),
    ...locate(segments, word.offset),
  });
  const words = exec?.map((value) => ({ text: value, value, ...position })) ?? raw.map(toWord);
  const startPosition = locate(segments, offset);
  const shellName = programName(context.shell[0] ?? "");
  const isPosixShell = posixShells.has(shellName);
  return {
    keyword,
    text: text.slice(offset).trim(),
    startLine: startPosition.line,
    startColumn: offset === 0 ? line.startColumn : startPosition.column,
    endLine: line.endLine,
    endColumn: line.endColumn,
    flags,
    words,
    assignments: parseAssignments(keyword, text, raw, segments, context.expand),
    ...(exec === undefined ? {} : { exec }),
    heredocs,
    commands: commandsIn().slice(0, dockerfileLimits.commandsPerInstruction),
    shell: context.shell,
    undeclared: keyword === "ONBUILD" ? [] : undeclaredIn(),
    // ONBUILD cannot be chained, so one level is read.
    ...(keyword === "ONBUILD" && offset === 0 && raw[0] !== undefined
      ? { trigger: parseInstruction(line, context, raw[0].offset) }
      : {}),
    pragmas: line.comments
      .flatMap((comment) => parsePragma(comment.text, comment.line) ?? [])
      .slice(0, dockerfileLimits.pragmas),
  };

  function commandsIn(): readonly ShellCommand[] {
    const runs = ["RUN", "CMD", "ENTRYPOINT"].includes(keyword) || isCheck;
    if (!runs) return [];
    if (exec !== undefined) return commandsOf(exec, position);
    if (!isPosixShell) return [];
    const commands = parseShell(body, shifted(bodyStart), shellName);
    return [...commands, ...heredocs.flatMap((heredoc) => commandsOfHeredoc(heredoc, commands))];
  }

  function undeclaredIn(): string[] {
    // The shell, not the builder, replaces these; what it knows is another matter.
    if (runsShell.has(keyword) || !text.includes("$")) return [];
    // A default stands in for a variable that nothing declares.
    const { unresolved } = expandVariables(text.slice(offset + keyword.length), {
      lookup: (name) => (context.isDeclared(name) ? "" : undefined),
      escapeCharacter: context.escapeCharacter,
      style: "quotes",
    });
    return unresolved.slice(0, dockerfileLimits.undeclared);
  }

  function shifted(by: number): LogicalLine["segments"] {
    return by === 0
      ? segments
      : segments
          .filter((_, index) => (segments[index + 1]?.offset ?? Number.POSITIVE_INFINITY) > by)
          .map((segment) =>
            segment.offset >= by
              ? { ...segment, offset: segment.offset - by }
              : { offset: 0, line: segment.line, column: segment.column + by - segment.offset },
          );
  }

  /** A here-document is a script when it stands alone or is given to a shell; else it is data. */
  function commandsOfHeredoc(heredoc: Heredoc, outer: readonly ShellCommand[]): ShellCommand[] {
    if (keyword !== "RUN") return [];
    const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(heredoc.content);
    const program = programName(interpreter?.[1] ?? shellName);
    const named = program === "env" ? programName(interpreter?.[2] ?? "") : program;
    const shell = outer.length === 0 ? named : outer[0]!.name;
    const isScript = posixShells.has(shell) && (outer[0]?.args ?? []).length === 0;
    return isScript ? parseShell(heredoc.content, heredoc.segments, shell) : [];
  }
}

/** The strings of a JSON array; undefined when it is not one, which makes it the shell form. */
function parseExecForm(body: string): readonly string[] | undefined {
  const trimmed = body.trim();
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    if (!Array.isArray(value) || value.some((item) => typeof item !== "string")) return undefined;
    return value as string[];
  } catch {
    return undefined;
  }
}
