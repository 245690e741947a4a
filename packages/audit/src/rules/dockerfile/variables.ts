import type { Dockerfile, Instruction } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { isTypo } from "../../text/typo.ts";
import { findInstructions, observe } from "./observe.ts";

/** Variables that base images set for programs to find. */
const maxNames = 1_000;

/** ENV sees the variables as they were before it. */
export const envSelfReference: DockerfileRule = {
  id: "dockerfile-env-self",
  target: "dockerfile",
  title: "ENV refers to a variable that it sets itself",
  severity: "medium",
  description: "The reference takes the value from before the instruction, mostly an empty one.",
  remediation: "Set the variables in two instructions.",
  references: [`${references.dockerfile}#environment-replacement`],
  peers: { hadolint: ["DL3044"] },
  check(file) {
    const all = findInstructions(file, "ENV");
    if (all.length === 0) return { notApplicable: "the file has no ENV" };
    return all.flatMap((placed) => {
      const { assignments, undeclared } = placed.instruction;
      const own = new Map<string, number>();
      for (const { name } of assignments) own.set(name, (own.get(name) ?? 0) + 1);
      return assignments.flatMap((at) => {
        const referred = namesIn(at.text ?? "").find((name) =>
          // `A=$A:b` extends what the base image may have set; doing it twice loses the first.
          name === at.name ? own.get(name)! > 1 : own.has(name) && undeclared.includes(name),
        );
        return referred === undefined
          ? []
          : [observe(file, placed, { at, value: `${at.name}=${at.text}` })];
      });
    });
  },
};

/** A variable that nothing sets is empty. */
export const variableUndefined: DockerfileRule = {
  id: "dockerfile-variable-undefined",
  target: "dockerfile",
  title: "A variable is used that nothing sets",
  severity: "low",
  description: "The builder replaces it by nothing, and says so at most in its log.",
  remediation: "Declare it in this stage with ARG or ENV, before it is used.",
  references: [`${references.buildChecks}undefined-var/`],
  peers: { buildkit: ["UndefinedVar"] },
  check(file) {
    const all = file.stages.flatMap((stage) =>
      stage.instructions
        .map((outer) => outer.trigger ?? outer)
        .filter(({ text }) => text.includes("$"))
        .map((instruction) => ({ stage, instruction })),
    );
    if (all.length === 0) return { notApplicable: "no instruction uses a variable" };
    const globals = new Set(declared(file.globalArguments));
    return all.flatMap((placed) =>
      placed.instruction.undeclared.map((name): Observation => {
        const at = [...placed.instruction.words, ...placed.instruction.assignments].find(
          ({ text }) => namesIn(text ?? "").includes(name),
        );
        const details = { at, value: `$${name}` };
        const known = declaredBefore(file, placed.stage.index, placed.instruction);
        const similar = known.find((other) => isTypo(other, name));
        if (globals.has(name)) {
          const title = `${name} is declared before the first FROM only; the stage needs ARG ${name}`;
          return observe(file, placed, { ...details, title });
        }
        if (similar !== undefined) {
          const title = `${name} is not set; ${similar} is`;
          return observe(file, placed, { ...details, title });
        }
        if (startsFromScratch(file, placed.stage.index)) {
          return observe(file, placed, {
            ...details,
            title: `${name} is used, and nothing sets it`,
          });
        }
        return observe(file, placed, { ...details, unknown: `the base image may set ${name}` });
      }),
    );
  },
};

/** `ENV NAME value` is the old form. */
export const legacyKeyValue: DockerfileRule = {
  id: "dockerfile-legacy-key-value",
  target: "dockerfile",
  title: "ENV or LABEL separates name and value by a space",
  severity: "negligible",
  description: "The old form takes the rest of the line as one value, and will be removed.",
  remediation: "Write NAME=value.",
  references: [`${references.buildChecks}legacy-key-value-format/`],
  peers: { buildkit: ["LegacyKeyValueFormat"] },
  check(file) {
    const all = findInstructions(file, "ENV", "LABEL");
    if (all.length === 0) return { notApplicable: "the file has neither ENV nor LABEL" };
    return all
      .filter(({ instruction: { words } }) => words.length > 1 && !words[0]!.text.includes("="))
      .map((placed) => observe(file, placed));
  },
};

/** Names of the variables that a text refers to. */
function namesIn(text: string): string[] {
  return [...text.slice(0, 10_000).matchAll(/\$(?:\{(\w+)|(\w+))/g)].map(
    (match) => match[1] ?? match[2]!,
  );
}

function declared(instructions: readonly Instruction[]): string[] {
  return instructions
    .filter(({ keyword }) => keyword === "ARG" || keyword === "ENV")
    .flatMap(({ assignments }) => assignments.map(({ name }) => name));
}

function declaredBefore(file: Dockerfile, stage: number, before: Instruction): string[] {
  const own = file.stages[stage]!.instructions.filter(
    ({ startLine }) => startLine < before.startLine,
  );
  return declared(own).slice(0, maxNames);
}

function startsFromScratch(file: Dockerfile, index: number): boolean {
  const { base } = file.stages[index]!;
  return base.stage === undefined ? base.isScratch : startsFromScratch(file, base.stage);
}
