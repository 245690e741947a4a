import { plainInstruction } from "@plimsoll/core";
import type { HistoryEntry } from "@plimsoll/image";
import type { Dockerfile, Instruction, Stage } from "./types.ts";

/** Which instruction of a Dockerfile made which layer of an image. */
export interface ReplayedLayers {
  /** Line of the instruction by the layer's index; `undefined` for layers of the base image. */
  lines: readonly (number | undefined)[];
  /** How many layers, from the oldest up, the base image brought. */
  baseLayers: number;
  /** The base image as `FROM` names it, with variables replaced; absent for `scratch`. */
  base?: string;
}

/** Instructions that always make a layer. */
const layerMakers = new Set(["RUN", "COPY", "ADD"]);

/**
 * Holds the instructions of the last stage, and of the stages that it starts from, against the
 * image's history, from the newest back: what is left of the history is the base image's. Builders
 * write some instructions differently (variables replaced, files named by their digest) and leave
 * some out that make no layer; so instructions are matched in their order, by keyword, and at least
 * half of those that made layers by their text.
 *
 * @returns `undefined` when the history is not that of this file
 */
export function replayDockerfile(
  { stages }: Pick<Dockerfile, "stages">,
  history: readonly HistoryEntry[],
): ReplayedLayers | undefined {
  const shipped = shippedStages(stages);
  const [first] = shipped;
  if (first === undefined) return undefined;
  const instructions = shipped.flatMap((stage) => [...stage.instructions]);
  const matched = matchBackwards(instructions, history);
  if (matched === undefined) return undefined;

  const lines: (number | undefined)[] = [];
  let baseLayers = 0;
  history.forEach(({ emptyLayer }, index) => {
    if (emptyLayer) return;
    const instruction = matched.byEntry.get(index);
    if (index < matched.firstEntry) baseLayers += 1;
    lines.push(instruction?.startLine);
  });
  const { base } = first;
  return {
    lines,
    baseLayers,
    ...(base.image !== undefined && !base.isScratch && { base: base.image }),
  };
}

/** The last stage and those that it starts from, in the order in which they are built. */
function shippedStages(stages: readonly Stage[]): Stage[] {
  const shipped: Stage[] = [];
  let next = stages.at(-1);
  while (next !== undefined && !shipped.includes(next)) {
    shipped.unshift(next);
    next = next.base.stage === undefined ? undefined : stages[next.base.stage];
  }
  return shipped;
}

interface Match {
  /** Instructions by the index of their entry of the history. */
  byEntry: Map<number, Instruction>;
  /** Entries before this one are the base image's. */
  firstEntry: number;
}

function matchBackwards(
  instructions: readonly Instruction[],
  history: readonly HistoryEntry[],
): Match | undefined {
  const byEntry = new Map<number, Instruction>();
  let makers = 0;
  let same = 0;
  let entry = history.length - 1;
  for (let i = instructions.length - 1; i >= 0; ) {
    const instruction = instructions[i]!;
    const { keyword } = instruction;
    const found = entry < 0 ? undefined : history[entry]!;
    const text = plainInstruction(found?.createdBy ?? "");
    if (found && keywordOf(text) === keyword) {
      if (layerMakers.has(keyword)) {
        makers += 1;
        if (isSame(instruction, text)) same += 1;
      }
      byEntry.set(entry, instruction);
      entry -= 1;
      i -= 1;
    } else if (!layerMakers.has(keyword)) {
      i -= 1;
    } else if (found?.emptyLayer) {
      entry -= 1;
    } else return undefined;
  }
  return same * 2 >= makers ? { byEntry, firstEntry: entry + 1 } : undefined;
}

/** True when the history tells of the same instruction, as far as builders keep its text. */
function isSame({ keyword, text, words }: Instruction, createdBy: string): boolean {
  if (normalise(text) === normalise(createdBy)) return true;
  // The classic builder writes `COPY file:digest in /app/`: only where it went stays.
  const target = keyword === "RUN" ? undefined : words.at(-1)?.value;
  return target !== undefined && createdBy.trim().endsWith(` ${target}`);
}

function keywordOf(text: string): string {
  return (/^\S+/.exec(text)?.[0] ?? "").toUpperCase();
}

/** Flags and white space aside: the history does not keep every flag. */
function normalise(instruction: string): string {
  const [, ...words] = instruction.trim().split(/\s+/);
  while (words[0]?.startsWith("--")) words.shift();
  return words.join(" ");
}
