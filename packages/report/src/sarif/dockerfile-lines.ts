import { plainInstruction } from "@plimsoll/core";

/** Finds the lines of a Dockerfile that made a layer. */
export interface DockerfileLines {
  /** Line of the instruction, counted from 1, or `undefined` when none has this text. */
  find(createdBy: string): number | undefined;
  /** Line of the last `FROM`, or 1: where what comes from the base image is shown. */
  baseLine: number;
}

/** Longest Dockerfile looked at, in lines. */
const lineLimit = 20_000;

/**
 * Indexes a Dockerfile's instructions by their text, with continuation lines joined and white
 * space and flags ignored, as a layer's history repeats them.
 */
export function indexDockerfile(text: string): DockerfileLines {
  const lines = new Map<string, number>();
  let baseLine = 1;
  let start = 0;
  let instruction = "";
  for (const [i, raw] of text.split("\n", lineLimit).entries()) {
    const line = raw.trim();
    // Comments and empty lines do not end a continued instruction.
    if (line === "" || line.startsWith("#")) continue;
    if (instruction === "") start = i + 1;
    const isContinued = line.endsWith("\\");
    instruction += ` ${isContinued ? line.slice(0, -1) : line}`;
    if (isContinued) continue;
    if (/^\s*FROM\s/i.test(instruction)) baseLine = start;
    lines.set(normalise(instruction), start);
    instruction = "";
  }
  return { baseLine, find: (createdBy) => lines.get(normalise(plainInstruction(createdBy))) };
}

/** `COPY --chown=node . .` and `COPY . .` are alike: the history does not keep every flag. */
function normalise(instruction: string): string {
  const words = instruction.trim().split(/\s+/);
  const name = words.shift()?.toUpperCase() ?? "";
  while (words[0]?.startsWith("--")) words.shift();
  return [name, ...words].join(" ");
}
