import type { Incomplete } from "@plimsoll/core";
import { posixShells } from "../shell/parse.ts";
import { programName } from "../shell/wrappers.ts";
import { expandVariables } from "../text/variables.ts";
import { keywords, parseInstruction } from "./instruction.ts";
import { dockerfileLimits } from "./limits.ts";
import type { LogicalLine } from "./logical-lines.ts";
import { Scope } from "./scope.ts";
import type { Base, Instruction, Stage } from "./types.ts";

interface OpenStage {
  name: string | undefined;
  from: Instruction;
  base: Base;
  instructions: Instruction[];
  scope: Scope;
  isPosixShell: boolean;
}

/** Puts instructions into stages, in the order of the file. */
export class StageBuilder {
  private readonly escapeCharacter: string;
  private readonly report: (line: number, code: Incomplete["code"], why: string) => void;
  private readonly globalArguments: Instruction[] = [];
  private readonly globals = new Map<string, string | undefined>();
  private readonly stages: OpenStage[] = [];
  private readonly stageByName = new Map<string, number>();

  constructor(
    escapeCharacter: string,
    report: (line: number, code: Incomplete["code"], why: string) => void,
  ) {
    this.escapeCharacter = escapeCharacter;
    this.report = report;
  }

  /** Takes in one logical line; false when a bound is reached and reading must end. */
  add(line: LogicalLine): boolean {
    const stage = this.stages.at(-1);
    const keyword = (/\S+/.exec(line.text)?.[0] ?? "").toUpperCase();
    if (!keywords.has(keyword)) {
      this.report(line.startLine, "MALFORMED", `${shown(keyword)} is no instruction`);
      return true;
    }
    const isGlobal = keyword === "FROM" || stage === undefined;
    const instruction = parseInstruction(line, {
      escapeCharacter: this.escapeCharacter,
      isPosixShell: stage?.isPosixShell ?? true,
      expand: isGlobal
        ? (text) => this.expandGlobal(text).value
        : (text) => stage.scope.expand(text),
    });
    this.checkSyntax(instruction);
    if (keyword === "FROM") return this.openStage(instruction);
    if (stage === undefined) {
      if (keyword === "ARG") this.declareGlobals(instruction);
      else this.report(line.startLine, "MALFORMED", `${keyword} stands before the first FROM`);
      return true;
    }
    stage.instructions.push(instruction);
    stage.scope.declare(instruction);
    if (keyword === "SHELL" && instruction.exec !== undefined) {
      stage.isPosixShell = posixShells.has(programName(instruction.exec[0] ?? ""));
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
      stages: this.stages.map(({ name, from, base, instructions }, index) => {
        return { index, name, from, base, instructions, isShipped: shipped.has(index) };
      }),
    };
  }

  private openStage(from: Instruction): boolean {
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
      isPosixShell: parent?.isPosixShell ?? this.escapeCharacter === "\\",
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
