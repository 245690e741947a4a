import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|tar\.(?:gz|bz2|xz|zst|lzma))$/i;
const noCopy = { notApplicable: "the file has neither COPY nor ADD" };
const copyReference = `${references.dockerfile}#copy`;

/** Several files can only go into a folder. */
export const copySeveral: DockerfileRule = {
  id: "dockerfile-copy-several",
  target: "dockerfile",
  title: "Several files are copied to a path without a slash at its end",
  severity: "medium",
  description: "The build fails: only a folder can take several files.",
  remediation: "End the destination with a slash.",
  references: [copyReference],
  peers: { hadolint: ["DL3021"], trivy: ["DS-0011"] },
  check(file) {
    const all = findInstructions(file, "COPY", "ADD");
    if (all.length === 0) return noCopy;
    return all.flatMap((placed): Observation[] => {
      const { words } = placed.instruction;
      const target = words.at(-1);
      if (words.length < 3 || target === undefined) return [];
      const written = target.value ?? target.text.replace(/["']$/, "");
      if (/[/\\]$/.test(written) || written === "." || written === "..") return [];
      const at = target;
      if (target.value === undefined && /[$}]\w*$/.test(written)) {
        return [observe(file, placed, { at, unknown: `the value of ${target.text} is not known` })];
      }
      return [observe(file, placed, { at })];
    });
  },
};

/** A relative destination lands where the base image happens to stand. */
export const copyRelative: DockerfileRule = {
  id: "dockerfile-copy-relative",
  target: "dockerfile",
  title: "COPY goes to a relative path, and no WORKDIR is set",
  severity: "low",
  description: "Where the files land is decided by the base image's folder, which may change.",
  remediation: "Set WORKDIR before, or write an absolute path.",
  references: [copyReference, `${references.dockerfile}#workdir`],
  peers: { hadolint: ["DL3045"] },
  check(file) {
    const all = findInstructions(file, "COPY", "ADD");
    if (all.length === 0) return noCopy;
    const hasWorkdir = new Map<number, number>();
    for (const { index, base, instructions } of file.stages) {
      const inherited = base.stage === undefined ? undefined : hasWorkdir.get(base.stage);
      const own = instructions.find(
        ({ keyword, trigger }) => (trigger?.keyword ?? keyword) === "WORKDIR",
      )?.startLine;
      const from = inherited === undefined ? own : 0;
      if (from !== undefined) hasWorkdir.set(index, from);
    }
    return all.flatMap((placed): Observation[] => {
      const at = placed.instruction.words.at(-1);
      if (at === undefined || isAbsolute(at.value ?? at.text)) return [];
      const workdir = hasWorkdir.get(placed.stage.index);
      if (workdir !== undefined && workdir < placed.instruction.startLine) return [];
      // What begins with a variable may be absolute.
      if (at.value === undefined && /^["']?\$/.test(at.text)) {
        return [observe(file, placed, { at, unknown: `the value of ${at.text} is not known` })];
      }
      return [observe(file, placed, { at })];
    });
  },
};

/** What another stage built is rarely all of its files. */
export const copyFilesystem: DockerfileRule = {
  id: "dockerfile-copy-filesystem",
  target: "dockerfile",
  title: "The whole file system of another stage is copied",
  severity: "low",
  description:
    "Tools and caches of the build come along, and the files of two systems are mixed up.",
  remediation: "Copy the files that are needed, or start from that stage.",
  references: [`${references.dockerfile}#copy---from`],
  peers: { hadolint: ["DL3067"] },
  check(file) {
    const all = findInstructions(file, "COPY").filter(({ instruction }) =>
      instruction.flags.some(({ name }) => name === "from"),
    );
    if (all.length === 0) return { notApplicable: "nothing is copied from a stage" };
    // From scratch it is how an image is flattened.
    return all
      .filter(({ stage }) => !stage.base.isScratch)
      .filter(({ instruction: { words } }) =>
        words.slice(0, -1).some(({ value, text }) => /^\/+(?:\.|\*)?$/.test(value ?? text)),
      )
      .map((placed) => observe(file, placed));
  },
};

/** ADD unpacks what COPY and tar take two layers for. */
export const copyArchive: DockerfileRule = {
  id: "dockerfile-copy-archive",
  target: "dockerfile",
  title: "An archive is copied, and unpacked by a later RUN",
  severity: "negligible",
  description: "The archive stays in its layer beside what was in it.",
  remediation: "Use ADD, which unpacks it, or a bind mount: RUN --mount=type=bind.",
  references: [`${references.dockerfile}#adding-local-tar-archives`],
  peers: { hadolint: ["DL3010"] },
  check(file) {
    const copies = findInstructions(file, "COPY").filter(
      ({ instruction }) => !instruction.flags.some(({ name }) => name === "from"),
    );
    if (copies.length === 0) return noCopy;
    return copies
      .filter((placed) => {
        const names = placed.instruction.words
          .slice(0, -1)
          .map(({ value, text }) => baseName(value ?? text))
          .filter((name) => archive.test(name));
        const target = baseName(placed.instruction.words.at(-1)?.value ?? "");
        if (names.length > 0 && archive.test(target)) names.push(target);
        return names.length > 0 && isUnpackedLater(placed, names);
      })
      .map((placed) => observe(file, placed));
  },
};

/** Names are steadier than numbers. */
export const copyFromIndex: DockerfileRule = {
  id: "dockerfile-copy-from-index",
  target: "dockerfile",
  title: "--from names a stage by its number",
  severity: "negligible",
  description: "A stage that is put in between changes which one is meant.",
  remediation: "Name the stage, FROM … AS build, and use its name.",
  references: [`${references.dockerfile}#copy---from`],
  peers: {},
  optional: true,
  check(file) {
    const all = findInstructions(file, "COPY");
    if (all.length === 0) return noCopy;
    return all.flatMap((placed) =>
      placed.instruction.flags
        .filter(({ name, value }) => name === "from" && /^\d+$/.test(value))
        .map((at) => observe(file, placed, { at })),
    );
  },
};

function isUnpackedLater({ stage, instruction }: Placed, names: readonly string[]): boolean {
  return stage.instructions.some(
    (later) =>
      later.keyword === "RUN" &&
      later.startLine > instruction.startLine &&
      later.commands.some(
        ({ name, args }) =>
          (/^(?:unzip|gunzip|bunzip2|unlzma|unxz|zcat)$/.test(name) ||
            (/^(?:bsd)?tar$/.test(name) &&
              args.some(({ text }) => /^(?:-?[a-zA-Z]*x[a-zA-Z]*|--extract|--get)$/.test(text)))) &&
          args.some(({ text }) =>
            names.some(
              (one) => text === one || text.endsWith(`/${one}`) || text.endsWith(`\\${one}`),
            ),
          ),
      ),
  );
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function isAbsolute(path: string): boolean {
  return /^["']?(?:[/\\]|[A-Za-z]:)/.test(path);
}
