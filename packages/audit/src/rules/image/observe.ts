import type { HistoryEntry, ImageConfig } from "@plimsoll/image";
import type { Observation } from "../../rule/types.ts";
import { parseShell } from "../../shell/parse.ts";
import type { ShellCommand } from "../../shell/types.ts";

/**
 * What a rule saw in an image's configuration.
 *
 * @param key path in the configuration: `config.User`
 * @param value the text read
 */
export function observeConfig(
  key: string,
  value: string,
  details: Partial<Observation> = {},
): Observation {
  return { value, source: key, identity: [key, value], ...details };
}

/** An entry of the history that ran or copied something, with the layer that it made. */
export interface Step {
  /** Index in the history. */
  readonly index: number;
  /** `createdBy`, without the marks of the builder. */
  readonly instruction: string;
  /** diffID; absent when the entry made no layer. */
  readonly layer: string | undefined;
}

/** UTF-16 units of one history entry that are read. */
export const maxInstruction = 20_000;
const maxSteps = 1_000;

/** The history as instructions, oldest first. */
export function readSteps(config: ImageConfig): Step[] {
  let layer = 0;
  return config.history.slice(0, maxSteps).map((entry, index) => {
    const diffId = entry.emptyLayer ? undefined : config.diffIds[layer];
    if (!entry.emptyLayer) layer += 1;
    return { index, instruction: readInstruction(entry), layer: diffId };
  });
}

/** The commands that a step ran in a shell; empty for other instructions. */
export function commandsOfStep({ instruction }: Step): ShellCommand[] {
  if (!instruction.startsWith("RUN ")) return [];
  return parseShell(instruction.slice("RUN ".length), []);
}

/** What a rule saw in a step of the history. */
export function observeStep(step: Step, details: Partial<Observation> = {}): Observation {
  return {
    value: step.instruction,
    source: `history[${step.index}].created_by`,
    instruction: step.instruction,
    ...(step.layer === undefined ? {} : { layer: step.layer }),
    identity: [step.instruction],
    ...details,
  };
}

/**
 * The classic builder writes `/bin/sh -c #(nop)  ENV …` and `/bin/sh -c command`, BuildKit
 * `RUN /bin/sh -c command # buildkit` and, with build arguments, `RUN |1 NAME=value /bin/sh -c …`.
 */
function readInstruction({ createdBy = "" }: HistoryEntry): string {
  const text = createdBy
    .slice(0, maxInstruction)
    .replace(/\s# buildkit\s*$/, "")
    .trim();
  const other = /^(?:\|\d+ .*?)?\/bin\/(?:ba)?sh(?: -\w+)* #\(nop\)\s+([\s\S]*)$/.exec(text);
  if (other !== null) return other[1]!.trim();
  const run = /^(?:RUN )?(?:\|\d+ [\s\S]*?)?\/bin\/(?:ba|a|da)?sh(?: -\w+)* -\w*c ([\s\S]*)$/.exec(
    text,
  );
  return run === null ? text : `RUN ${run[1]!.trim()}`;
}
