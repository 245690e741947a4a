import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { observe } from "./observe.ts";

/** Names that mean something else in FROM and COPY --from. */
export const stageReserved: DockerfileRule = {
  id: "dockerfile-stage-reserved",
  target: "dockerfile",
  title: "A stage has a reserved name",
  severity: "low",
  description: "scratch and context mean something of their own: the stage cannot be named.",
  remediation: "Choose another name.",
  references: [`${references.buildChecks}reserved-stage-name/`],
  peers: { hadolint: ["DL3063"], buildkit: ["ReservedStageName"] },
  check(file) {
    const named = file.stages.filter(({ name }) => name !== undefined);
    if (named.length === 0) return { notApplicable: "no stage has a name" };
    return named
      .filter(({ name }) => /^(?:scratch|context)$/i.test(name!))
      .map((stage) =>
        observe(
          file,
          { stage, instruction: stage.from },
          { at: stage.from.words[2], value: stage.name! },
        ),
      );
  },
};

/** A stage that nothing uses is never built. */
export const stageUnused: DockerfileRule = {
  id: "dockerfile-stage-unused",
  target: "dockerfile",
  title: "A stage is used by no other",
  severity: "negligible",
  description:
    "The builder leaves it out unless --target names it: what it checks or builds does not happen.",
  remediation: "Remove it, or build it with --target.",
  references: [`${references.dockerfile}#from`],
  peers: {},
  optional: true,
  check(file) {
    if (file.stages.length < 2) return { notApplicable: "the file has one stage" };
    const used = new Set([file.stages.length - 1]);
    const byName = new Map(file.stages.map(({ name, index }) => [name?.toLowerCase(), index]));
    for (const { base, instructions } of file.stages) {
      if (base.stage !== undefined) used.add(base.stage);
      for (const { flags } of instructions) {
        for (const { name, value } of flags) {
          const from = name === "from" ? value : /(?:^|,)from=([^,]+)/.exec(value)?.[1];
          if (from === undefined) continue;
          const index = /^\d+$/.test(from) ? Number(from) : byName.get(from.toLowerCase());
          if (index !== undefined) used.add(index);
        }
      }
    }
    return file.stages
      .filter(({ index }) => !used.has(index))
      .map((stage) => observe(file, { stage, instruction: stage.from }));
  },
};

/** A Dockerfile begins with FROM. */
export const instructionOrder: DockerfileRule = {
  id: "dockerfile-instruction-order",
  target: "dockerfile",
  title: "An instruction stands before the first FROM",
  severity: "medium",
  description: "Only ARG may stand there: the build fails.",
  remediation: "Begin the file with FROM, or with ARG and FROM.",
  references: [`${references.dockerfile}#format`],
  peers: { hadolint: ["DL3061"] },
  check(file) {
    if (file.stages.length === 0) return { notApplicable: "the file has no stage" };
    // A snippet without any FROM is to become part of a file.
    if (file.stages.every(({ isImplied }) => isImplied)) {
      return { notApplicable: "the file is a snippet without FROM" };
    }
    return file.stages
      .filter(({ isImplied }) => isImplied)
      .flatMap((stage) =>
        stage.instructions.map((instruction) => observe(file, { stage, instruction })),
      );
  },
};

/** ONBUILD keeps most instructions for later, not all. */
export const onbuildForbidden: DockerfileRule = {
  id: "dockerfile-onbuild-forbidden",
  target: "dockerfile",
  title: "ONBUILD holds an instruction that it may not",
  severity: "medium",
  description: "ONBUILD, FROM and MAINTAINER cannot be triggered: the build fails.",
  remediation: "Remove it.",
  references: [`${references.dockerfile}#onbuild-limitations`],
  peers: { hadolint: ["DL3043"] },
  check(file) {
    const all = file.stages.flatMap((stage) =>
      stage.instructions
        .filter(({ keyword }) => keyword === "ONBUILD")
        .map((instruction) => ({ stage, instruction })),
    );
    if (all.length === 0) return { notApplicable: "the file has no ONBUILD" };
    return all
      .filter(({ instruction: { trigger } }) =>
        /^(?:ONBUILD|FROM|MAINTAINER)$/.test(trigger?.keyword ?? ""),
      )
      .map((placed) => observe(file, placed));
  },
};
