import { locate, type Position, type Segment } from "../text/position.ts";
import { skipParentheses } from "./scan.ts";
import type { Redirection, ShellCommand, ShellWord } from "./types.ts";
import { redirectionAt, skipHeredocs, substitutionsIn, unquote, wordEnd } from "./words.ts";
import { programName, unwrap } from "./wrappers.ts";

type Operator = ShellCommand["operator"];

/** How deep `$(…)` and `sh -c "…"` are followed. */
const maxDepth = 8;

const reserved = new Set(
  "if then elif else fi do done while until ! { } time esac function".split(" "),
);

/** Shells that take a script after `-c`. */
export const posixShells: ReadonlySet<string> = new Set([
  "sh",
  "bash",
  "ash",
  "dash",
  "zsh",
  "ksh",
]);

/**
 * Finds the simple commands of a POSIX shell script, those within substitutions and
 * `sh -c "…"` included, in the order in which they are written. Never throws: what follows no
 * grammar is split as well as it can be. Takes time linear in the script's length.
 *
 * @param segments where the script stands in its file
 * @param shell name of the shell that reads it
 */
export function parseShell(
  script: string,
  segments: readonly Segment[],
  shell = "sh",
): ShellCommand[] {
  return new Parser((offset) => locate(segments, offset), true, shell).parse(script, 0, 0);
}

/** The commands that an argument vector starts, as in the exec form: `["sh", "-c", "…"]`. */
export function commandsOf(vector: readonly string[], position: Position): ShellCommand[] {
  const words = vector.map((text) => ({
    ...position,
    text,
    raw: text,
    isExact: false,
    substitutions: [],
  }));
  return new Parser(() => position, false, "").commandsFrom({ words, redirections: [] }, 0);
}

/** The parts of a simple command, as they are collected. */
interface Parts {
  readonly words: readonly ShellWord[];
  readonly redirections: readonly Redirection[];
  readonly operator?: Operator;
  readonly group?: number;
  readonly pipeline?: number;
  readonly stage?: number;
}

/** State of one parse: pipelines are numbered across nested scripts. */
class Parser {
  private readonly locate: (offset: number) => Position;
  private readonly isExact: boolean;
  private readonly shell: string;
  private pipelines = 0;
  private groups = 0;

  constructor(locateOffset: (offset: number) => Position, isExact: boolean, shell: string) {
    this.shell = shell;
    this.locate = locateOffset;
    this.isExact = isExact;
  }

  /** @param base offset of `script` in the text that `locate` knows */
  parse(script: string, base: number, depth: number): ShellCommand[] {
    const commands: ShellCommand[] = [];
    let words: ShellWord[] = [];
    let pipeline = this.nextPipeline();
    let stage = 0;
    let redirections: Redirection[] = [];
    let operator: Operator = "";
    let heredocs: { name: string; stripsTabs: boolean }[] = [];
    /** The redirection whose target comes next. */
    let open: { operator: string; descriptor: string; offset: number } | undefined;
    let caseDepth = 0;
    let isPattern = false;
    const endCommand = (next: Operator) => {
      const parts = { words, redirections, operator, pipeline, stage, group: this.groups };
      const found = this.commandsFrom(parts, depth);
      for (const command of found) commands.push(command);
      // An empty line says nothing: `a &&` goes on in the next one.
      if (words.length > 0 || next !== "\n") operator = next;
      words = [];
      redirections = [];
      open = undefined;
    };
    const endPipeline = (next: Operator) => {
      endCommand(next);
      pipeline = this.nextPipeline();
      stage = 0;
    };
    let i = 0;
    while (i < script.length) {
      const char = script[i]!;
      if (char === "\n") {
        // A pipe at the end of a line goes on in the next one.
        if (words.length === 0 && stage > 0) endCommand(operator);
        else endPipeline("\n");
        i = skipHeredocs(script, i + 1, heredocs);
        heredocs = [];
      } else if (char === " " || char === "\t" || char === "\r") {
        i += 1;
      } else if (char === "\\" && script[i + 1] === "\n") {
        i += 2;
      } else if (char === "#") {
        const end = script.indexOf("\n", i);
        i = end === -1 ? script.length : end;
      } else if (isPattern) {
        const end = "|()".includes(char) ? i + 1 : wordEnd(script, i);
        if (char === ")" || script.slice(i, end) === "esac") isPattern = false;
        if (script.slice(i, end) === "esac") caseDepth -= 1;
        i = Math.max(end, i + 1);
      } else if (
        words[0]?.raw === "[[" &&
        words.at(-1)!.raw !== "]]" &&
        /[&|<>()]/.test(char) &&
        this.shell !== ""
      ) {
        const end = script[i + 1] === char ? i + 2 : i + 1;
        words.push(this.word(script.slice(i, end), base + i, depth));
        i = end;
      } else if (char === "&" && script[i + 1] === ">") {
        const length = script[i + 2] === ">" ? 3 : 2;
        open = { operator: script.slice(i, i + length), descriptor: "", offset: i };
        i += length;
      } else if (char === ";" && script[i + 1] === ";") {
        endPipeline(";");
        isPattern = caseDepth > 0;
        i += 2;
      } else if (char === ";" || char === "&" || (char === "|" && script[i + 1] === "|")) {
        const isDouble = script[i + 1] === char;
        endPipeline(char === ";" ? ";" : char === "|" ? "||" : isDouble ? "&&" : "&");
        i += isDouble ? 2 : 1;
      } else if (char === "|") {
        const isBoth = script[i + 1] === "&";
        endCommand(isBoth ? "|&" : "|");
        stage += 1;
        i += isBoth ? 2 : 1;
      } else if (char === "(" && words.length === 1 && /^\([ \t]*\)/.test(script.slice(i, i + 9))) {
        // `name() { …; }` defines a function, and runs nothing.
        words = [];
        i = script.indexOf(")", i) + 1;
      } else if (char === "(" && script[i + 1] === "(" && words.length === 0) {
        i = skipParentheses(script, i);
      } else if (char === "(" || char === ")") {
        endCommand(char);
        this.groups += 1;
        i += 1;
      } else if ((char === "<" || char === ">") && script[i + 1] !== "(") {
        const found = redirectionAt(script, i);
        open = { operator: found, descriptor: "", offset: i };
        i += found.length;
      } else {
        const end = wordEnd(script, i);
        const raw = script.slice(i, end);
        const isDescriptor = /^\d+$/.test(raw) && /[<>]/.test(script[end] ?? "");
        if (open !== undefined) {
          if (open.operator === "<<" || open.operator === "<<-") {
            heredocs.push({ name: unquote(raw), stripsTabs: open.operator === "<<-" });
          }
          const { operator: kind, descriptor, offset } = open;
          const target = this.word(raw, base + i, depth);
          redirections.push({ operator: kind, descriptor, target, ...this.locate(base + offset) });
          open = undefined;
        } else if (isDescriptor) {
          const found = redirectionAt(script, end);
          open = { operator: found, descriptor: raw, offset: i };
          i = end + found.length;
          continue;
        } else if (words.length === 0 && reserved.has(raw)) {
          this.groups += 1;
          if (raw === "esac") caseDepth = Math.max(0, caseDepth - 1);
        } else {
          words.push(this.word(raw, base + i, depth));
          if (raw === "in" && words.length === 3 && words[0]!.raw === "case") {
            endCommand(";");
            caseDepth += 1;
            isPattern = true;
          }
        }
        i = end;
      }
    }
    endCommand("");
    return commands;
  }

  /** The command that `words` make, and those nested in it. */
  commandsFrom(parts: Parts, depth: number): ShellCommand[] {
    const { words, redirections, operator = "", pipeline = 0, stage = 0, group = 0 } = parts;
    const nested = [...words, ...redirections.map(({ target }) => target)].flatMap(
      (word) => word.substitutions,
    );
    const { wrappers, assignments, rest } = unwrap(words);
    // Assignments alone make a command, too, one without a name.
    const program = rest[0] ?? assignments[0];
    if (program === undefined) return nested;
    const name = rest.length === 0 ? "" : programName(program.text);
    const args = rest.slice(1);
    const { line, column } = program;
    const { shell } = this;
    const command = {
      ...{ name, shell, operator, args, redirections, wrappers, assignments },
      ...{ group, pipeline, stage, line, column },
    };
    return [command, ...nested, ...this.scriptOf(name, args, depth)];
  }

  private scriptOf(name: string, args: readonly ShellWord[], depth: number): ShellCommand[] {
    if (!posixShells.has(name) || depth >= maxDepth) return [];
    const option = args.findIndex((word) => /^-[a-z]*c$/.test(word.text));
    const script = option === -1 ? undefined : args[option + 1];
    if (script === undefined) return [];
    const { line, column } = script;
    const inner = new Parser(() => ({ line, column }), false, name);
    inner.pipelines = this.pipelines;
    const commands = inner.parse(script.text, 0, depth + 1);
    this.pipelines = inner.pipelines;
    return commands;
  }

  private word(raw: string, offset: number, depth: number): ShellWord {
    const { line, column } = this.locate(offset);
    const substitutions =
      depth < maxDepth
        ? substitutionsIn(raw).flatMap(({ script, start }) =>
            this.parse(script, offset + start, depth + 1),
          )
        : [];
    return { text: unquote(raw), raw, line, column, isExact: this.isExact, substitutions };
  }

  private nextPipeline(): number {
    this.pipelines += 1;
    return this.pipelines;
  }
}
