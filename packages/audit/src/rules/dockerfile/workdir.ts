import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { replaceText } from "./edit.ts";
import { observe } from "./observe.ts";

/** A relative WORKDIR depends on what the base image set. */
export const workdirRelative: DockerfileRule = {
  id: "dockerfile-workdir-relative",
  target: "dockerfile",
  title: "WORKDIR is relative to a folder that only the base image knows",
  severity: "low",
  description:
    "When the base image changes its folder, files land elsewhere, perhaps in one that is served or writable.",
  remediation: "Write an absolute path.",
  references: [`${references.buildChecks}workdir-relative-path/`],
  peers: {
    hadolint: ["DL3000"],
    buildkit: ["WorkdirRelativePath"],
    trivy: ["DS-0009"],
    checkov: ["CKV_DOCKER_10"],
  },
  check(file) {
    const observations: Observation[] = [];
    let count = 0;
    const isAnchored = new Map<number, boolean>();
    for (const stage of file.stages) {
      let anchored = stage.base.stage === undefined ? false : isAnchored.get(stage.base.stage)!;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "WORKDIR") continue;
        count += 1;
        const word = instruction.words[0];
        const path = word?.value;
        const placed = { stage, instruction };
        if (path !== undefined && isAbsolute(path)) anchored = true;
        // What begins with a variable may be absolute; `$` in the middle changes nothing.
        else if (path === undefined && word?.text.replace(/^["']/, "").startsWith("/"))
          anchored = true;
        else if (anchored) continue;
        else if (path === undefined) {
          observations.push(
            observe(file, placed, { unknown: `the value of ${word?.text ?? ""} is not known` }),
          );
        } else {
          const description = `Write /${path}, or the folder that it lies in.`;
          const fix =
            word?.text === path && /^\w[\w./-]*$/.test(path)
              ? replaceText(file, word, path, `/${path}`, description, "unsafe")
              : undefined;
          observations.push(observe(file, placed, fix && { fix }));
        }
      }
      isAnchored.set(stage.index, anchored);
    }
    return count === 0 ? { notApplicable: "the file has no WORKDIR" } : observations;
  },
};

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:[\\/]/.test(path);
}
