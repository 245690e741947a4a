import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { parseImageName } from "../../text/image-name.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

/** Two stages of one name. */
export const stageDuplicate: DockerfileRule = {
  id: "dockerfile-stage-duplicate",
  target: "dockerfile",
  title: "Two stages have the same name",
  severity: "low",
  description: "COPY --from and --target find one of them, perhaps not the one that is meant.",
  remediation: "Give each stage its own name.",
  references: [`${references.buildChecks}duplicate-stage-name/`],
  peers: {
    hadolint: ["DL3024"],
    buildkit: ["DuplicateStageName"],
    trivy: ["DS-0012"],
    checkov: ["CKV_DOCKER_11"],
  },
  check(file) {
    const named = file.stages.filter(({ name }) => name !== undefined);
    if (named.length === 0) return { notApplicable: "no stage has a name" };
    const seen = new Set<string>();
    return named.flatMap((stage) => {
      const name = stage.name!.toLowerCase();
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [observe(file, { stage, instruction: stage.from }, { value: stage.name! })];
    });
  },
};

/** COPY --from of a stage that does not exist yet. */
export const stageUndefined: DockerfileRule = {
  id: "dockerfile-stage-undefined",
  target: "dockerfile",
  title: "--from names no earlier stage",
  severity: "medium",
  description:
    "Docker then looks for an image of that name in Docker Hub: a typing error pulls whatever somebody registered there.",
  remediation: "Name an earlier stage, or an image with its tag or digest.",
  references: [`${references.dockerfile}#copy---from`],
  peers: { hadolint: ["DL3022", "DL3023"], trivy: ["DS-0006"] },
  check(file) {
    const names = findSources(
      file.stages.length === 0 ? [] : findInstructions(file, "COPY", "ADD", "RUN"),
    );
    if (names.length === 0) return { notApplicable: "nothing is copied from a stage" };
    const indexes = new Map<string, number>();
    for (const { name, index } of file.stages) {
      const key = name?.toLowerCase();
      if (key !== undefined && !indexes.has(key)) indexes.set(key, index);
    }
    return names.flatMap(({ placed, from }): Observation[] => {
      const stage = /^\d+$/.test(from) ? Number(from) : indexes.get(from.toLowerCase());
      if (stage !== undefined && stage < placed.stage.index) return [];
      if (stage === placed.stage.index) {
        return [
          observe(file, placed, { value: from, title: `--from=${from} names its own stage` }),
        ];
      }
      if (stage === undefined && /[:@/.]/.test(from)) return [];
      if (from.includes("$")) {
        return [
          observe(file, placed, { value: from, unknown: `the value of ${from} is not known` }),
        ];
      }
      return [
        observe(file, placed, { value: from, title: `--from=${from} names no earlier stage` }),
      ];
    });
  },
};

/** Images that COPY --from takes files out of are bases, too. */
export const copyFromUnpinned: DockerfileRule = {
  id: "dockerfile-copy-from-unpinned",
  target: "dockerfile",
  title: "Files are copied out of an image that is not pinned",
  severity: "low",
  description: "What lands in the image changes whenever the tag is moved.",
  remediation: "Append the digest: --from=name:version@sha256:….",
  references: [`${references.dockerfile}#copy---from`],
  peers: {},
  check(file) {
    const stages = new Set(file.stages.map(({ name }) => name?.toLowerCase()));
    const images = findSources(findInstructions(file, "COPY", "ADD", "RUN")).filter(
      ({ from }) => /[:@/.]/.test(from) && !stages.has(from.toLowerCase()) && !from.includes("$"),
    );
    if (images.length === 0) return { notApplicable: "nothing is copied out of an image" };
    return images
      .filter(({ from }) => parseImageName(from).digest === undefined)
      .map(({ placed, from }) => observe(file, placed, { value: from }));
  },
};

/** What `--from=…` of COPY and `--mount=…,from=…` of RUN name. */
function findSources(all: readonly Placed[]): { placed: Placed; from: string }[] {
  return all.flatMap((placed) =>
    placed.instruction.flags.flatMap(({ name, value }) => {
      if (name === "from") return [{ placed, from: value }];
      const from = name === "mount" ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
      return from === undefined ? [] : [{ placed, from }];
    }),
  );
}
