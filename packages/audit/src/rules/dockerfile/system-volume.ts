import type { Fix } from "@plimsoll/core";
import type { Dockerfile, Word } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { isSystemPath } from "../system-path.ts";
import { removeInstruction, removeWords } from "./edit.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

/** VOLUME and WORKDIR on folders that belong to the kernel or the system. */
export const systemVolume: DockerfileRule = {
  id: "dockerfile-system-volume",
  target: "dockerfile",
  title: "VOLUME or WORKDIR lies on a system folder",
  severity: "medium",
  description:
    "A volume there hides what the kernel shows, or keeps system files outside the image, out of reach of updates.",
  remediation: "Choose a folder of the application's own.",
  references: [`${references.dockerfile}#volume`],
  peers: { trivy: ["DS-0030"], dockle: ["DKL-DI-0002"] },
  check(file) {
    const all = findInstructions(file, "VOLUME", "WORKDIR");
    if (all.length === 0) return { notApplicable: "the file has neither VOLUME nor WORKDIR" };
    return all.flatMap((placed) =>
      placed.instruction.words
        .filter(({ value }) => value !== undefined && isSystemPath(value))
        .map((at) => {
          const fix = withoutVolume(file, placed, at);
          return observe(file, placed, { at, ...(fix && { fix }) });
        }),
    );
  },
};

function withoutVolume(file: Dockerfile, { instruction }: Placed, word: Word): Fix | undefined {
  const { keyword, words, exec } = instruction;
  if (keyword !== "VOLUME") return undefined;
  const description = "Remove the volume.";
  if (words.length === 1) return removeInstruction(file, instruction, description, "unsafe");
  if (exec !== undefined) return { description };
  return removeWords(file, [{ ...word, raw: word.text }], description, "unsafe");
}
