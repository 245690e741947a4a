import type { Fix } from "@plimsoll/core";
import type { Dockerfile, Word } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Judgement } from "../../rule/types.ts";
import { removeInstruction, removeWords } from "./edit.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

/** An SSH server in a container is a second way in. */
export const exposeSsh: DockerfileRule = {
  id: "dockerfile-expose-ssh",
  target: "dockerfile",
  title: "Port 22 is exposed",
  severity: "medium",
  description:
    "An SSH server in the container needs keys or passwords of its own and is one more way in.",
  remediation: "Remove it; use docker exec or the orchestrator's own access.",
  references: [`${references.dockerfile}#expose`, references.cis],
  peers: { trivy: ["DS-0004"], checkov: ["CKV_DOCKER_1"] },
  check: (file) =>
    judgePorts(
      file,
      (from, to, protocol) => protocol !== "udp" && from <= 22 && 22 <= to,
      withoutPort,
    ),
};

/** Ports end at 65535. */
export const exposeRange: DockerfileRule = {
  id: "dockerfile-expose-range",
  target: "dockerfile",
  title: "An exposed port does not exist",
  severity: "low",
  description:
    "Ports are numbers from 1 to 65535; the build fails, or the port is never reachable.",
  remediation: "Expose the port on which the service listens.",
  references: [`${references.dockerfile}#expose`],
  peers: { hadolint: ["DL3011"], trivy: ["DS-0008"] },
  check: (file) => judgePorts(file, (from, to) => from < 1 || to > 65_535 || to < from),
};

function judgePorts(
  file: Dockerfile,
  isWrong: (from: number, to: number, protocol: string) => boolean,
  fixOf?: (file: Dockerfile, placed: Placed, word: Word) => Fix,
): Judgement {
  const exposes = findInstructions(file, "EXPOSE");
  if (exposes.length === 0) return { notApplicable: "the file has no EXPOSE" };
  return exposes.flatMap((placed) =>
    placed.instruction.words.flatMap((at) => {
      if (at.value === undefined) {
        return [
          observe(file, placed, {
            at,
            unknown: `the value of ${at.text} is not known`,
            value: at.text,
          }),
        ];
      }
      const match = /^(\d{1,9})(?:-(\d{1,9}))?(?:\/(\w+))?$/.exec(at.value);
      if (match === null) return [];
      const from = Number(match[1]);
      const to = match[2] === undefined ? from : Number(match[2]);
      const protocol = (match[3] ?? "tcp").toLowerCase();
      if (!isWrong(from, to, protocol)) return [];
      const fix = fixOf?.(file, placed, at);
      return [observe(file, placed, { at, value: at.value, ...(fix && { fix }) })];
    }),
  );
}

/** EXPOSE without one port; without an edit for a range, which holds others too. */
function withoutPort(file: Dockerfile, { instruction }: Placed, word: Word): Fix {
  const description = "Expose the port no more.";
  if (word.value?.includes("-")) return { description };
  if (instruction.words.length === 1) {
    return removeInstruction(file, instruction, description, "unsafe");
  }
  return removeWords(file, [{ ...word, raw: word.text }], description, "unsafe");
}
