import { createFinding, type Finding, type Severity } from "@plimsoll/core";
import type { ImageFacts } from "@plimsoll/image";
import { type NeedlessKind, needlessInspector } from "./needless.ts";
import { type Layers, placeOf } from "./place.ts";

/** Findings of one image. */
const mostFindings = 100;

const words: Readonly<Record<NeedlessKind, { severity: Severity; title: string; why: string }>> = {
  repository: {
    severity: "medium",
    title: "The image holds a repository with its history",
    why: "Whoever can pull the image reads every version of the sources, and what was ever removed from them.",
  },
  credentials: {
    severity: "medium",
    title: "The image holds a folder for credentials",
    why: "Whoever can pull the image has what lies in it.",
  },
  editor: {
    severity: "negligible",
    title: "The image holds settings of an editor or a desktop",
    why: "No container needs them; they tell of a person's machine.",
  },
  build: {
    severity: "negligible",
    title: "The image holds the file that it was built or started by",
    why: "No container needs it; it tells how the image is made and what stands beside it.",
  },
};

/** `file-needless` for what came into the image with the build context and that no container needs. */
export function judgeNeedless(facts: ImageFacts, layers: Layers): Finding[] {
  return facts
    .of(needlessInspector)
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .slice(0, mostFindings)
    .map((file) => {
      const { severity, title, why } = words[file.fact];
      return createFinding({
        rule: "file-needless",
        kind: "misconfiguration",
        severity,
        title: `${title}: /${file.path}`,
        description: why,
        location: placeOf(file, layers),
        evidence: { value: `/${file.path}`, source: file.path },
        fix: { description: "Name it in .dockerignore, or copy only what the program needs." },
        references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
        peers: { dockle: ["DKL-LI-0003"] },
        identity: [file.path],
      });
    });
}
