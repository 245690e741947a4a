import { expandVariables } from "../text/variables.ts";
import type { Instruction } from "./types.ts";

/**
 * The variables that a stage knows, in the order of its instructions. A variable whose value
 * cannot be known hides an earlier one of the same name.
 */
export class Scope {
  private readonly parent: Scope | undefined;
  private readonly globals: ReadonlyMap<string, string | undefined>;
  private readonly environment = new Map<string, string | undefined>();
  private readonly args = new Map<string, string | undefined>();
  private readonly escapeCharacter: string;

  /**
   * @param globals what ARG before the first FROM declares
   * @param parent scope of the stage that this one is built from: its ENV is inherited, its ARG is not
   */
  constructor(
    escapeCharacter: string,
    globals: ReadonlyMap<string, string | undefined>,
    parent: Scope | undefined,
  ) {
    this.escapeCharacter = escapeCharacter;
    this.globals = globals;
    this.parent = parent;
  }

  /** `text` without quotes and with its variables replaced; undefined when one is not known. */
  expand(text: string): string | undefined {
    return expandVariables(text, {
      lookup: (name) => this.lookup(name),
      escapeCharacter: this.escapeCharacter,
      style: "quotes",
    }).value;
  }

  /** Takes in what ENV and ARG declare. */
  declare(instruction: Instruction): void {
    for (const { name, text, value } of instruction.assignments) {
      if (instruction.keyword === "ENV") this.environment.set(name, value);
      if (instruction.keyword === "ARG") {
        // `ARG NAME` without a default takes that of the global ARG.
        this.args.set(name, text === undefined ? this.globals.get(name) : value);
      }
    }
  }

  /** True when ENV or ARG of the stage, or ENV of those it is built from, declares the variable. */
  knows(name: string): boolean {
    if (this.args.has(name)) return true;
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      if (scope.environment.has(name)) return true;
    }
    return false;
  }

  private lookup(name: string): string | undefined {
    // ENV wins over ARG (Dockerfile reference, "Using ARG variables").
    if (this.environment.has(name)) return this.environment.get(name);
    for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
      if (scope.environment.has(name)) return scope.environment.get(name);
    }
    return this.args.get(name);
  }
}
