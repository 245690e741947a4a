import type { DevContainer } from "../../devcontainer/types.ts";
import type { DevContainerRule, Observation } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";

const page = "https://containers.dev/implementors/json_reference/";

/** What all rules have in common: who opens a folder in an editor starts what its file says. */
export function rule(
  data: Omit<DevContainerRule, "target" | "references" | "peers" | "check"> & {
    check(file: DevContainer): readonly Observation[];
  },
): DevContainerRule {
  return { ...data, target: "devcontainer", references: [page], peers: {} };
}

/** What a rule saw, and below which key. */
export function observe(
  file: DevContainer,
  key: string,
  at: Position & { readonly text: string },
  title?: string,
): Observation {
  return {
    line: at.line,
    column: at.column,
    instruction: key,
    value: `${key}: ${at.text}`,
    source: `${file.path}:${at.line} ${key}`,
    identity: [key, at.text],
    pragmas: file.pragmas.get(at.line) ?? [],
    ...(title === undefined ? {} : { title }),
  };
}

/** Options of `runArgs` with one of these names and a value that `isWrong`. */
export function options(
  file: DevContainer,
  names: readonly string[],
  isWrong: (value: string) => boolean,
): Observation[] {
  return file.runArgs
    .filter(({ name, value }) => names.includes(name) && isWrong(value))
    .map((option) => observe(file, "runArgs", option));
}
