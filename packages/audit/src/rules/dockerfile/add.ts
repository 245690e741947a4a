import type { Instruction } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { replaceLine } from "./edit.ts";
import { findInstructions, observe } from "./observe.ts";

// What ADD unpacks (Dockerfile reference, "Adding local tar archives"), by the usual endings.
const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|tar\.(?:gz|bz2|xz|zst|z|lzma)|gz|bz2|xz)$/i;
/** UTF-16 units of a source that are looked at. */
const maxSource = 2_000;
const remote = /^(?:https?|ftp):\/\//i;
const git = /^(?:git@|git:\/\/|ssh:\/\/)|\.git(?:[#?].*)?$/i;

/** ADD of local files does what COPY does, and more. */
export const addLocal: DockerfileRule = {
  id: "dockerfile-add-local",
  target: "dockerfile",
  title: "ADD copies local files",
  severity: "low",
  description: "ADD also fetches URLs and unpacks archives; COPY does only what is meant here.",
  remediation: "Use COPY.",
  references: [`${references.bestPractices}#add-or-copy`, references.cis],
  peers: {
    hadolint: ["DL3020"],
    trivy: ["DS-0005"],
    checkov: ["CKV_DOCKER_4"],
    dockle: ["CIS-DI-0009"],
  },
  check(file) {
    const adds = findInstructions(file, "ADD");
    if (adds.length === 0) return { notApplicable: "the file has no ADD" };
    return adds.flatMap((placed) => {
      const { instruction } = placed;
      const sources = sourcesOf(instruction);
      const isLocal = sources.every((source) => !remote.test(source) && !git.test(source));
      if (!isLocal || sources.length === 0) return [];
      // Unpacking an archive is what ADD is for.
      if (sources.some((source) => archive.test(source))) return [];
      if (sources.some((source) => source.includes("$"))) {
        return [
          observe(file, placed, { unknown: "the source is a variable without a known value" }),
        ];
      }
      const line = file.lines[instruction.startLine - 1]!;
      const start = instruction.startColumn - 1;
      const isSafe =
        line.slice(start, start + 3).toUpperCase() === "ADD" &&
        instruction.flags.every(({ name }) => ["chown", "chmod", "link"].includes(name));
      const keyword = line.slice(start, start + 3) === "add" ? "copy" : "COPY";
      const replacement = `${line.slice(0, start)}${keyword}${line.slice(start + 3)}`;
      const fix = isSafe
        ? replaceLine(file, instruction.startLine, replacement, "Use COPY.")
        : { description: "Use COPY." };
      return [observe(file, placed, { fix })];
    });
  },
};

/** ADD from the network needs a checksum. */
export const addRemote: DockerfileRule = {
  id: "dockerfile-add-remote",
  target: "dockerfile",
  title: "ADD takes a file from the network without a checksum",
  severity: "medium",
  description:
    "Whoever controls the server, or an unencrypted way to it, decides what ends up in the image.",
  remediation: "Give ADD --checksum=sha256:…, or a commit for a Git repository.",
  references: [`${references.dockerfile}#add---checksum`, references.cis],
  peers: { dockle: ["CIS-DI-0009"], checkov: ["CKV_DOCKER_4"] },
  check(file) {
    const adds = findInstructions(file, "ADD").filter(({ instruction }) =>
      sourcesOf(instruction).some((source) => remote.test(source) || git.test(source)),
    );
    if (adds.length === 0) return { notApplicable: "no ADD takes a file from the network" };
    return adds
      .filter(({ instruction }) => !isVerified(instruction))
      .map((placed) => observe(file, placed));
  },
};

function isVerified(instruction: Instruction): boolean {
  if (instruction.flags.some(({ name, value }) => name === "checksum" && value !== "")) return true;
  // A repository pinned to a commit is verified by Git itself.
  return sourcesOf(instruction)
    .filter((source) => remote.test(source) || git.test(source))
    .every((source) => /#(?:[0-9a-f]{40}|[0-9a-f]{64})(?::|$)/i.test(source));
}

function sourcesOf({ words, heredocs }: Instruction): string[] {
  return words
    .slice(0, -1)
    .map(({ value, text }) => (value ?? text).slice(0, maxSource))
    .filter((source) => heredocs.length === 0 || !source.includes("<<"));
}
