import type { Incomplete } from "@plimsoll/core";
import type { Pragma } from "../rule/pragma.ts";
import type { ShellCommand } from "../shell/types.ts";
import type { Position, Segment } from "../text/position.ts";
import type { IgnorePattern } from "./dockerignore.ts";

/** `# syntax=…`, `# escape=…` or `# check=…` at the top of the file. */
export interface ParserDirective {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly line: number;
}

/** An argument of an instruction. */
export interface Word extends Position {
  /** As written, with quotes. */
  readonly text: string;
  /** Without quotes and with variables replaced; undefined when a variable has no known value. */
  readonly value: string | undefined;
}

/** `--name=value`; a flag without value has "". */
export interface Flag extends Position {
  readonly name: string;
  readonly value: string;
}

/** `NAME=value` of ENV, ARG and LABEL. */
export interface Assignment extends Position {
  readonly name: string;
  /** As written, with quotes; undefined for `ARG NAME`. */
  readonly text: string | undefined;
  /** Without quotes and with variables replaced; undefined when there is none or it cannot be known. */
  readonly value: string | undefined;
}

/** A here-document. */
export interface Heredoc {
  /** The delimiter, without quotes. */
  readonly name: string;
  /** False when the delimiter is quoted: variables stay as they are. */
  readonly isExpanded: boolean;
  /** True for `<<-`: leading tabs are removed. */
  readonly stripsTabs: boolean;
  readonly content: string;
  /** First line of the content. */
  readonly startLine: number;
  /** Line of the closing delimiter. */
  readonly endLine: number;
  readonly segments: readonly Segment[];
}

/** One instruction; its lines are joined, comments and continuation characters removed. */
export interface Instruction {
  /** In upper case: `RUN`. */
  readonly keyword: string;
  /** Keyword and arguments as one line. */
  readonly text: string;
  readonly startLine: number;
  readonly startColumn: number;
  /** Line of the last character, the closing delimiter of a here-document included. */
  readonly endLine: number;
  /** Column behind the last character. */
  readonly endColumn: number;
  readonly flags: readonly Flag[];
  /** Arguments behind the flags. */
  readonly words: readonly Word[];
  readonly assignments: readonly Assignment[];
  /** The arguments of the exec form (a JSON array); absent in the shell form. */
  readonly exec?: readonly string[];
  readonly heredocs: readonly Heredoc[];
  /** Commands that RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD start; empty for shells other than POSIX ones. */
  readonly commands: readonly ShellCommand[];
  /** The shell that runs shell forms here: `["/bin/sh", "-c"]`. */
  readonly shell: readonly string[];
  /** Variables named in it that nothing before it declares; the base image may. */
  readonly undeclared: readonly string[];
  /** The instruction that ONBUILD keeps for later. */
  readonly trigger?: Instruction;
  /** Ignore pragmas in the comments directly above it and within it. */
  readonly pragmas: readonly Pragma[];
}

/** The image that a stage starts from. */
export interface Base {
  /** As written. */
  readonly text: string;
  /** With variables replaced by their defaults; undefined when one has no default. */
  readonly image: string | undefined;
  /** Index of the earlier stage that it names. */
  readonly stage: number | undefined;
  readonly isScratch: boolean;
  /** Variables without a known value. */
  readonly unresolved: readonly string[];
}

/** A build stage: what begins with FROM. */
export interface Stage {
  readonly index: number;
  /** Name after `AS`, as written. */
  readonly name: string | undefined;
  /** For an implied stage an empty FROM at the first instruction. */
  readonly from: Instruction;
  /** True when instructions stand before the first FROM: a snippet, whose base is not known. */
  readonly isImplied: boolean;
  readonly base: Base;
  /** What follows FROM. */
  readonly instructions: readonly Instruction[];
  /** True for the last stage and those it is built from: what they hold ends up in the image. */
  readonly isShipped: boolean;
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  readonly path: string;
  /** The physical lines, without line ends. */
  readonly lines: readonly string[];
  readonly directives: readonly ParserDirective[];
  /** The escape character: a backslash, or a backtick. */
  readonly escapeCharacter: string;
  /** ARG before the first FROM. */
  readonly globalArguments: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** Patterns of the `.dockerignore` beside it, in order; undefined when it was not given. */
  readonly dockerignore: readonly IgnorePattern[] | undefined;
  /** Pragmas that hold for the whole file. */
  readonly pragmas: readonly Pragma[];
  /** Faults of syntax and bounds that were reached, each with its line. */
  readonly incomplete: readonly Incomplete[];
}
