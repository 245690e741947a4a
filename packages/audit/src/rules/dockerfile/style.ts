import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { replaceLine } from "./edit.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

const shared = { target: "dockerfile", severity: "negligible" } as const;
const noStage = { notApplicable: "the file has no stage" };

/** Empty lines within an instruction will be errors. */
export const emptyContinuation: DockerfileRule = {
  ...shared,
  id: "dockerfile-empty-continuation",
  title: "An instruction has an empty line within",
  description: "Builders warn of it, and will take it as the end of the instruction.",
  remediation: "Remove the empty line, or make it a comment.",
  references: [`${references.buildChecks}no-empty-continuation/`],
  peers: { buildkit: ["NoEmptyContinuation"] },
  check(file) {
    const all = allInstructions(file);
    if (all.length === 0) return noStage;
    return all.flatMap((placed) => {
      const { startLine, endLine, heredocs } = placed.instruction;
      const last = heredocs[0] === undefined ? endLine : heredocs[0].startLine - 1;
      for (let line = startLine; line < last; line += 1) {
        if (file.lines[line - 1]!.trim() !== "") continue;
        return [observe(file, placed, { at: { line, column: 1 } })];
      }
      return [];
    });
  },
};

/** `FROM x as y` mixes cases. */
export const asCasing: DockerfileRule = {
  ...shared,
  id: "dockerfile-as-casing",
  title: "AS has another casing than FROM",
  description: "One casing reads better.",
  remediation: "Write both alike.",
  references: [`${references.buildChecks}from-as-casing/`],
  peers: { buildkit: ["FromAsCasing"] },
  optional: true,
  check(file) {
    const named = file.stages.filter(({ name }) => name !== undefined);
    if (named.length === 0) return { notApplicable: "no stage has a name" };
    return named
      .filter(({ from }) => isLower(from.text.slice(0, 4)) !== isLower(from.words[1]!.text))
      .map((stage) =>
        observe(file, { stage, instruction: stage.from }, { at: stage.from.words[1] }),
      );
  },
};

/** Names of stages are compared without regard to casing. */
export const stageCasing: DockerfileRule = {
  ...shared,
  id: "dockerfile-stage-casing",
  title: "The name of a stage has upper-case letters",
  description:
    "Names are compared without regard to casing; lower case tells them from instructions.",
  remediation: "Write it in lower case.",
  references: [`${references.buildChecks}stage-name-casing/`],
  peers: { buildkit: ["StageNameCasing"] },
  optional: true,
  check(file) {
    const named = file.stages.filter(({ name }) => name !== undefined);
    if (named.length === 0) return { notApplicable: "no stage has a name" };
    return named
      .filter(({ name }) => name !== name!.toLowerCase())
      .map((stage) =>
        observe(file, { stage, instruction: stage.from }, { at: stage.from.words[2] }),
      );
  },
};

/** Instructions in several casings. */
export const instructionCasing: DockerfileRule = {
  ...shared,
  id: "dockerfile-instruction-casing",
  title: "Instructions are written in several casings",
  description: "One casing reads better.",
  remediation: "Write all instructions alike, by custom in upper case.",
  references: [`${references.buildChecks}consistent-instruction-casing/`],
  peers: { buildkit: ["ConsistentInstructionCasing"] },
  optional: true,
  check(file) {
    const all = allInstructions(file);
    if (all.length === 0) return noStage;
    const written = ({ instruction }: Placed) =>
      instruction.text.slice(0, instruction.keyword.length);
    const lower = all.filter((placed) => isLower(written(placed))).length;
    const isMostlyLower = lower * 2 > all.length;
    return all
      .filter((placed) => {
        const word = written(placed);
        return word !== (isMostlyLower ? word.toLowerCase() : word.toUpperCase());
      })
      .map((placed) => {
        const { startLine, startColumn, keyword } = placed.instruction;
        const line = file.lines[startLine - 1]!;
        const start = startColumn - 1;
        const word = isMostlyLower ? keyword.toLowerCase() : keyword;
        const isWhole = line.slice(start, start + keyword.length) === written(placed);
        const fixed = `${line.slice(0, start)}${word}${line.slice(start + keyword.length)}`;
        const description = `Write ${word}.`;
        return observe(file, placed, {
          value: written(placed),
          fix: isWhole ? replaceLine(file, startLine, fixed, description) : { description },
        });
      });
  },
};

/** A comment right above FROM or ARG is shown as its description. */
export const definitionDescription: DockerfileRule = {
  ...shared,
  id: "dockerfile-definition-description",
  title: "A comment above a stage or an argument does not describe it",
  description:
    "docker build --call=outline shows the comment `# name description` right above FROM and ARG.",
  remediation: "Begin the comment with the name, or put an empty line below it.",
  references: [`${references.buildChecks}invalid-definition-description/`],
  peers: { buildkit: ["InvalidDefinitionDescription"] },
  optional: true,
  check(file) {
    const [first] = file.stages;
    if (first === undefined) return noStage;
    const all = [
      ...file.globalArguments.map((instruction) => ({ stage: first, instruction })),
      ...file.stages.map((stage) => ({ stage, instruction: stage.from })),
      ...findInstructions(file, "ARG"),
    ];
    return all.flatMap((placed): Observation[] => {
      const { instruction, stage } = placed;
      const name = instruction.keyword === "ARG" ? instruction.assignments[0]?.name : stage.name;
      const above = file.lines[instruction.startLine - 2] ?? "";
      const comment = /^\s*#\s*(\S+)(.*)$/.exec(above.slice(0, 500));
      if (name === undefined || comment === null) return [];
      const isDirective = file.directives.some(({ line }) => line === instruction.startLine - 1);
      const isPragma = /^(?:hadolint|plimsoll|trivy:|checkov:|kics-scan|check=|syntax=|escape=)/i;
      if (isDirective || isPragma.test(comment[1]!) || comment[1] === name) return [];
      const at = { line: instruction.startLine - 1, column: 1 };
      return [observe(file, placed, { at, value: above.trim() })];
    });
  },
};

/** Pragmas in the file hide findings from whoever does not read it. */
export const inlinePragma: DockerfileRule = {
  ...shared,
  id: "dockerfile-inline-pragma",
  title: "A comment waives rules",
  description: "Waivers in plimsoll.yml have a reason and an end, and stand in one place.",
  remediation: "Move the waiver to plimsoll.yml.",
  references: ["https://github.com/hadolint/hadolint/wiki/DL1001"],
  peers: { hadolint: ["DL1001"] },
  optional: true,
  check(file) {
    const [stage] = file.stages;
    if (stage === undefined) return noStage;
    const placed = [
      ...file.globalArguments.map((instruction) => ({ stage, instruction })),
      ...allInstructions(file),
    ];
    const lines = new Map<number, Placed>();
    for (const { line } of file.pragmas) lines.set(line, { stage, instruction: stage.from });
    for (const each of placed) {
      for (const { line } of each.instruction.pragmas) lines.set(line, each);
    }
    return [...lines].map(([line, each]) => {
      const value = (file.lines[line - 1] ?? "").trim();
      // The waiver that is reported does not waive its own report.
      const details = { at: { line, column: 1 }, value, identity: [value], pragmas: [] };
      return observe(file, each, details);
    });
  },
};

/** Each RUN makes a layer. */
export const consecutiveRun: DockerfileRule = {
  ...shared,
  id: "dockerfile-consecutive-run",
  title: "Several RUN follow one another",
  description: "Each makes a layer; what a later one deletes stays in the earlier.",
  remediation: "Put them into one RUN, with && or a here-document.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL3059"] },
  optional: true,
  check(file) {
    if (findInstructions(file, "RUN").length === 0) return { notApplicable: "the file has no RUN" };
    return file.stages.flatMap((stage) =>
      stage.instructions.flatMap((instruction, index) => {
        const before = stage.instructions[index - 1];
        const isRun = instruction.keyword === "RUN" && before?.keyword === "RUN";
        // Other flags make another environment; long scripts are apart for a reason.
        if (!isRun || flagsOf(instruction.flags) !== flagsOf(before.flags)) return [];
        if (instruction.commands.length > 1 || before.commands.length > 1) return [];
        return [observe(file, { stage, instruction })];
      }),
    );
  },
};

function allInstructions(file: Dockerfile): Placed[] {
  return file.stages.flatMap((stage) => [
    ...(stage.isImplied ? [] : [{ stage, instruction: stage.from }]),
    ...stage.instructions.map((instruction) => ({ stage, instruction })),
  ]);
}

function flagsOf(flags: readonly { name: string; value: string }[]): string {
  return flags.map(({ name, value }) => `${name}=${value}`).join(" ");
}

function isLower(word: string): boolean {
  return word === word.toLowerCase();
}
