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

/** EXPOSE names ports of the container; those of the host are chosen when it runs. */
export const exposeFormat: DockerfileRule = {
  id: "dockerfile-expose-format",
  target: "dockerfile",
  title: "EXPOSE holds an address or a port of the host",
  severity: "low",
  description: "EXPOSE publishes nothing; builders ignore the rest, and will refuse it.",
  remediation: "Name the container's port only, and publish it with docker run -p.",
  references: [`${references.buildChecks}expose-invalid-format/`],
  peers: { buildkit: ["ExposeInvalidFormat"] },
  check: (file) => judgeWords(file, (value) => value.includes(":")),
};

/** `80/TCP` is written `80/tcp`. */
export const exposeCasing: DockerfileRule = {
  id: "dockerfile-expose-casing",
  target: "dockerfile",
  title: "The protocol of EXPOSE is in upper case",
  severity: "negligible",
  description: "Protocols are written in lower case.",
  remediation: "Write tcp, udp or sctp.",
  references: [`${references.buildChecks}expose-proto-casing/`],
  peers: { buildkit: ["ExposeProtoCasing"] },
  optional: true,
  check: (file) => judgeWords(file, (value) => /\/\w*[A-Z]/.test(value)),
};

function judgeWords(file: Dockerfile, isWrong: (value: string) => boolean): Judgement {
  const exposes = findInstructions(file, "EXPOSE");
  if (exposes.length === 0) return { notApplicable: "the file has no EXPOSE" };
  return exposes.flatMap((placed) =>
    placed.instruction.words
      .filter(({ value, text }) => isWrong(value ?? text.replace(/\$\{[^}]*\}/g, "")))
      .map((at) => observe(file, placed, { at, value: at.text })),
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
