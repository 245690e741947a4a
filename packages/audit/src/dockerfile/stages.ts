import type { Incomplete } from "@plimsoll/core";
import { expandVariables } from "../text/variables.ts";
import { keywords, parseInstruction } from "./instruction.ts";
import { dockerfileLimits } from "./limits.ts";
import type { LogicalLine } from "./logical-lines.ts";
import { Scope } from "./scope.ts";
import type { ShellPragma } from "./shell-pragma.ts";
import type { Base, Instruction, Stage } from "./types.ts";

interface OpenStage {
  name: string | undefined;
  from: Instruction;
  base: Base;
  instructions: Instruction[];
  scope: Scope;
  shell: readonly string[];
  isImplied: boolean;
}

const defaultShell = ["/bin/sh", "-c"];
const windowsShell = ["cmd", "/S", "/C"];

/** Variables that BuildKit declares before the first FROM (Dockerfile reference, "Automatic platform ARGs"). */
const platformArguments: ReadonlySet<string> = new Set(
  (
    "BUILDPLATFORM BUILDOS BUILDOSVERSION BUILDARCH BUILDVARIANT TARGETPLATFORM TARGETOS TARGETOSVERSION " +
    "TARGETARCH TARGETVARIANT TARGETSTAGE"
  ).split(" "),
);

/** Puts instructions into stages, in the order of the file. */
export class StageBuilder {
  private readonly escapeCharacter: string;
  private readonly shellPragmas: readonly ShellPragma[];
  private nextShellPragma = 0;
  private readonly report: (line: number, code: Incomplete["code"], why: string) => void;
  private readonly globalArguments: Instruction[] = [];
  private readonly globals = new Map<string, string | undefined>();
  private readonly stages: OpenStage[] = [];
  private readonly stageByName = new Map<string, number>();

  constructor(
    escapeCharacter: string,
    shellPragmas: readonly ShellPragma[],
    report: (line: number, code: Incomplete["code"], why: string) => void,
  ) {
    this.escapeCharacter = escapeCharacter;
    this.shellPragmas = shellPragmas;
    this.report = report;
  }

  /** Takes in one logical line; false when a bound is reached and reading must end. */
  add(line: LogicalLine): boolean {
    let stage = this.stages.at(-1);
    const keyword = (/\S+/.exec(line.text)?.[0] ?? "").toUpperCase();
    if (!keywords.has(keyword)) {
      this.report(line.startLine, "MALFORMED", `${shown(keyword)} is no instruction`);
      return true;
    }
    if (stage === undefined && keyword !== "FROM" && keyword !== "ARG") {
      this.report(line.startLine, "MALFORMED", `${keyword} stands before the first FROM`);
      stage = this.openImpliedStage(line);
    }
    const shell = keyword === "ARG" ? undefined : this.takeShellPragma(line.startLine);
    if (stage !== undefined && keyword !== "FROM" && shell !== undefined) stage.shell = shell;
    const isGlobal = keyword === "FROM" || stage === undefined;
    const instruction = parseInstruction(line, {
      escapeCharacter: this.escapeCharacter,
      shell: stage?.shell ?? defaultShell,
      isDeclared: isGlobal
        ? (name) => this.globals.has(name) || platformArguments.has(name)
        : (name) => name === "PATH" || stage!.scope.knows(name),
      expand: isGlobal
        ? (text) => this.expandGlobal(text).value
        : (text) => stage!.scope.expand(text),
    });
    this.checkSyntax(instruction);
    if (keyword === "FROM") return this.openStage(instruction, shell);
    if (stage === undefined) {
      this.declareGlobals(instruction);
      return true;
    }
    stage.instructions.push(instruction);
    stage.scope.declare(instruction);
    if (keyword === "SHELL" && instruction.exec !== undefined) {
      stage.shell = instruction.exec;
    }
    return true;
  }

  finish(): { globalArguments: readonly Instruction[]; stages: readonly Stage[] } {
    const shipped = new Set<number>();
    let next: number | undefined = this.stages.length === 0 ? undefined : this.stages.length - 1;
    while (next !== undefined) {
      shipped.add(next);
      next = this.stages[next]!.base.stage;
    }
    return {
      globalArguments: this.globalArguments,
      stages: this.stages.map(({ name, from, base, instructions, isImplied }, index) => {
        const isShipped = shipped.has(index);
        return { index, name, from, base, instructions, isImplied, isShipped };
      }),
    };
  }

  /** A snippet is judged as the stage that it may become part of. */
  private openImpliedStage({ startLine, startColumn }: LogicalLine): OpenStage {
    const place = { startLine, startColumn, endLine: startLine, endColumn: startColumn };
    const from: Instruction = {
      ...place,
      keyword: "FROM",
      text: "",
      flags: [],
      words: [],
      assignments: [],
      heredocs: [],
      commands: [],
      shell: defaultShell,
      undeclared: [],
      pragmas: [],
    };
    const stage: OpenStage = {
      name: undefined,
      from,
      base: { text: "", image: undefined, stage: undefined, isScratch: false, unresolved: [] },
      instructions: [],
      scope: new Scope(this.escapeCharacter, this.globals, undefined),
      shell: this.escapeCharacter === "`" ? windowsShell : defaultShell,
      isImplied: true,
    };
    this.stages.push(stage);
    return stage;
  }

  /** The shell that the last pragma above a line names; each pragma is taken once. */
  private takeShellPragma(line: number): readonly string[] | undefined {
    let shell: readonly string[] | undefined;
    while ((this.shellPragmas[this.nextShellPragma]?.line ?? Number.POSITIVE_INFINITY) < line) {
      shell = this.shellPragmas[this.nextShellPragma]!.shell;
      this.nextShellPragma += 1;
    }
    return shell;
  }

  private openStage(from: Instruction, shell: readonly string[] | undefined): boolean {
    if (this.stages.length >= dockerfileLimits.stages) {
      this.report(from.startLine, "LIMIT_EXCEEDED", "more stages than are read of one file");
      return false;
    }
    const as = from.words[1]?.text.toUpperCase() === "AS" ? from.words[2] : undefined;
    const base = this.readBase(from);
    const parent = base.stage === undefined ? undefined : this.stages[base.stage];
    this.stages.push({
      name: as?.text,
      from,
      base,
      instructions: [],
      scope: new Scope(this.escapeCharacter, this.globals, parent?.scope),
      // Images for Windows escape with backticks, and run cmd or PowerShell.
      shell: shell ?? parent?.shell ?? (this.escapeCharacter === "`" ? windowsShell : defaultShell),
      isImplied: false,
    });
    // The first of two stages with one name is the one that is found.
    const name = as?.text.toLowerCase();
    if (name !== undefined && !this.stageByName.has(name)) {
      this.stageByName.set(name, this.stages.length - 1);
    }
    return true;
  }

  private readBase(from: Instruction): Base {
    const text = from.words[0]?.text ?? "";
    const { value, unresolved } = this.expandGlobal(text);
    return {
      text,
      image: value,
      stage: value === undefined ? undefined : this.stageByName.get(value.toLowerCase()),
      isScratch: value === "scratch",
      unresolved,
    };
  }

  private declareGlobals(instruction: Instruction): void {
    this.globalArguments.push(instruction);
    for (const { name, value } of instruction.assignments) this.globals.set(name, value);
  }

  private expandGlobal(text: string) {
    return expandVariables(text, {
      lookup: (name) => this.globals.get(name),
      escapeCharacter: this.escapeCharacter,
      style: "quotes",
    });
  }

  private checkSyntax(instruction: Instruction): void {
    const { keyword, words, exec, startLine, trigger, assignments, commands } = instruction;
    if (commands.length >= dockerfileLimits.commandsPerInstruction) {
      this.report(startLine, "LIMIT_EXCEEDED", `more commands than are read of one ${keyword}`);
    }
    if (words.length === 0 && exec === undefined) {
      this.report(startLine, "MALFORMED", `${keyword} needs an argument`);
    } else if (keyword === "FROM" && words.length !== 1 && words.length !== 3) {
      this.report(startLine, "MALFORMED", "FROM takes an image, or an image AS a name");
    } else if (keyword === "ENV" && assignments.some(({ text }) => text === undefined)) {
      this.report(startLine, "MALFORMED", "ENV takes NAME=value");
    } else if (keyword === "SHELL" && exec === undefined) {
      this.report(startLine, "MALFORMED", "SHELL takes a JSON array of strings");
    } else if (trigger !== undefined && !keywords.has(trigger.keyword)) {
      this.report(startLine, "MALFORMED", `${shown(trigger.keyword)} is no instruction`);
    }
  }
}

function shown(word: string): string {
  return JSON.stringify(word.length > 40 ? `${word.slice(0, 40)}…` : word);
}
