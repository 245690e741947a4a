import { isSecretName } from "@plimsoll/core";
import type { Dockerfile, Instruction, Stage } from "../../dockerfile/types.ts";
import type { Observation } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import type { Position } from "../../text/position.ts";

/** UTF-16 units of an instruction that are shown, before they are shortened for a report. */
const maxText = 2_000;
/** Secrets of one instruction that are masked one by one; of one with more nothing is shown. */
const maxSecrets = 100;

/** An instruction and the stage that it belongs to. */
export interface Placed {
  readonly stage: Stage;
  readonly instruction: Instruction;
}

/** A command and the instruction that runs it. */
export interface PlacedCommand extends Placed {
  readonly command: ShellCommand;
}

/** The instructions with one of these keywords, those that ONBUILD keeps for later included. */
export function findInstructions(file: Dockerfile, ...keywords: string[]): Placed[] {
  return file.stages.flatMap((stage) =>
    stage.instructions.flatMap((outer) => {
      const instruction = outer.trigger ?? outer;
      return keywords.includes(instruction.keyword) ? [{ stage, instruction }] : [];
    }),
  );
}

/** The commands of these names that RUN starts. */
export function findCommands(file: Dockerfile, ...names: string[]): PlacedCommand[] {
  return findInstructions(file, "RUN").flatMap(({ stage, instruction }) =>
    instruction.commands
      .filter((command) => names.includes(command.name))
      .map((command) => ({ stage, instruction, command })),
  );
}

/** What a rule saw in an instruction. The whole instruction is the evidence unless `details` says more. */
export function observe(
  file: Dockerfile,
  { stage, instruction }: Placed,
  details: Partial<Observation> & { at?: Position | undefined } = {},
): Observation {
  const { at, ...rest } = details;
  const line = at?.line ?? instruction.startLine;
  const text = shownText(instruction);
  return {
    line,
    column: at?.column ?? instruction.startColumn,
    instruction: text,
    value: text,
    source: `${file.path}:${line}`,
    identity: [stageName(stage), text],
    // The pragmas of an ONBUILD trigger are those of the lines it stands on.
    pragmas: instruction.pragmas,
    ...rest,
  };
}

const shownTexts = new WeakMap<Instruction, string>();

/** The beginning of an instruction, without the values of variables that are named like secrets. */
function shownText(instruction: Instruction): string {
  const known = shownTexts.get(instruction);
  if (known !== undefined) return known;
  const { keyword, text, assignments } = instruction;
  const secrets = new Set<string>();
  for (const { name, text: value } of assignments) {
    if (value !== undefined && value.length > 2 && isSecretName(name)) secrets.add(value);
  }
  let shown = secrets.size > maxSecrets ? keyword : text.slice(0, maxText);
  if (secrets.size <= maxSecrets) {
    for (const secret of secrets) shown = shown.replaceAll(secret.slice(0, maxText), "****");
  }
  shownTexts.set(instruction, shown);
  return shown;
}

/** What a rule saw in a command. */
export function observeCommand(
  file: Dockerfile,
  placed: PlacedCommand,
  details: Partial<Observation> = {},
): Observation {
  const { command } = placed;
  const value = writtenCommand(command);
  return observe(file, placed, {
    at: command,
    value,
    identity: [stageName(placed.stage), value],
    ...details,
  });
}

/** A command as one line: its program and arguments as written. */
export function writtenCommand({ name, args }: ShellCommand): string {
  return [name, ...args.map((word) => word.raw)].join(" ");
}

function stageName({ name, index }: Stage): string {
  return name?.toLowerCase() ?? `#${index}`;
}

/** The stage that the image is made from; undefined when the file has none. */
export function finalStage(file: Dockerfile): Stage | undefined {
  return file.stages.at(-1);
}

/** The last stage and, in order, the stages that it is built from. */
export function shippedChain(file: Dockerfile): Stage[] {
  const chain: Stage[] = [];
  let stage = finalStage(file);
  while (stage !== undefined) {
    chain.push(stage);
    stage = stage.base.stage === undefined ? undefined : file.stages[stage.base.stage];
  }
  return chain;
}
