import { isIgnored } from "../../dockerfile/dockerignore.ts";
import type { Dockerfile, Word } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

/** What `.dockerignore` leaves out cannot be copied. */
export const copyIgnored: DockerfileRule = {
  id: "dockerfile-copy-ignored",
  target: "dockerfile",
  title: "A file is copied that .dockerignore leaves out",
  severity: "medium",
  description: "The builder never gets the file: the build fails, or copies less than is meant.",
  remediation: "Add an exception to .dockerignore (!path), or copy another file.",
  references: [`${references.buildChecks}copy-ignored-file/`],
  peers: { buildkit: ["CopyIgnoredFile"] },
  check(file) {
    const sources = contextSources(file);
    if (sources.length === 0) return { notApplicable: "no file of the context is copied" };
    const { dockerignore } = file;
    if (dockerignore === undefined) {
      return { notApplicable: "the .dockerignore of the build was not given" };
    }
    return sources
      .filter(({ word }) => word.value !== undefined && !/[*?[]/.test(word.value))
      .filter(({ word }) => isIgnored(dockerignore, word.value!))
      .map(({ word, ...placed }) => observe(file, placed, { at: word, value: word.value! }));
  },
};

/** Files that the whole context mostly brings along, and that nobody means to ship. */
const unwanted = [".git/config", ".env"];

/** COPY of everything ships what lies around. */
export const copyContext: DockerfileRule = {
  id: "dockerfile-copy-context",
  target: "dockerfile",
  title: "The whole build context is copied",
  severity: "low",
  description:
    "Whatever lies in the folder ends up in the image: the history of .git, .env with its passwords, local builds.",
  remediation: "Copy the folders that are needed, and list .git and .env in .dockerignore.",
  references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
  peers: {},
  check(file) {
    const whole = contextSources(file).filter(({ word }) =>
      /^(?:\.?\/*|\.\/\*|\*)$/.test(word.value ?? word.text),
    );
    const shipped = whole.filter(({ stage }) => stage.isShipped);
    if (shipped.length === 0) {
      return { notApplicable: "the image does not take the whole build context" };
    }
    const { dockerignore } = file;
    return shipped.flatMap(({ word, ...placed }): Observation[] => {
      if (dockerignore === undefined) {
        const unknown = "the .dockerignore of the build was not given";
        return [observe(file, placed, { at: word, unknown })];
      }
      const missed = unwanted.filter((path) => !isIgnored(dockerignore, path));
      if (missed.length === 0) return [];
      const names = missed.map((path) => path.split("/", 1)[0]).join(" and ");
      const title = `The whole build context is copied, and .dockerignore does not list ${names}`;
      return [observe(file, placed, { at: word, title })];
    });
  },
};

/** The sources of COPY and ADD that the builder's context holds. */
function contextSources(file: Dockerfile): (Placed & { word: Word })[] {
  return findInstructions(file, "COPY", "ADD")
    .filter(({ instruction }) => !instruction.flags.some(({ name }) => name === "from"))
    .flatMap((placed) =>
      placed.instruction.words
        .slice(0, -1)
        .filter(({ text }) => !/^["']?(?:\w+:\/\/|git@|<<)/.test(text))
        .map((word) => ({ ...placed, word })),
    );
}
