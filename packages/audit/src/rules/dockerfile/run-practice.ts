import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import type { Position } from "../../text/position.ts";
import { replaceLine, replaceText } from "./edit.ts";
import {
  findCommands,
  findInstructions,
  observe,
  observeCommand,
  type PlacedCommand,
} from "./observe.ts";

const noCommands = { notApplicable: "the file has no RUN with a POSIX shell" };

/** sudo in a build is either useless or a set-uid program left in the image. */
export const sudo: DockerfileRule = {
  id: "dockerfile-sudo",
  target: "dockerfile",
  title: "RUN uses sudo",
  severity: "medium",
  description:
    "RUN is root already unless USER says otherwise; sudo in the image lets a compromised process become root.",
  remediation: "Run it before USER, or switch with USER root and back.",
  references: [`${references.bestPractices}#user`],
  peers: {
    hadolint: ["DL3004"],
    trivy: ["DS-0010"],
    checkov: ["CKV2_DOCKER_1"],
    dockle: ["DKL-DI-0001"],
  },
  check(file) {
    const runs = findInstructions(file, "RUN").filter(
      ({ instruction }) => instruction.commands.length > 0,
    );
    if (runs.length === 0) return noCommands;
    return runs.flatMap((placed) =>
      placed.instruction.commands
        .filter(({ name, wrappers }) => name === "sudo" || wrappers.includes("sudo"))
        .map((command) => observe(file, placed, { at: command, fix: withoutSudo(file, command) })),
    );
  },
};

/** cd holds only until the end of its RUN; WORKDIR says it once, for all that follows. */
export const runCd: DockerfileRule = {
  id: "dockerfile-run-cd",
  target: "dockerfile",
  title: "RUN changes the folder with cd",
  severity: "low",
  description:
    "The next instruction starts in WORKDIR again: what is meant for the folder may happen elsewhere.",
  remediation: "Use WORKDIR.",
  references: [`${references.bestPractices}#workdir`],
  peers: { hadolint: ["DL3003"], trivy: ["DS-0013"] },
  check(file) {
    const all = findCommands(file, "cd");
    if (all.length === 0) return { notApplicable: "no RUN uses cd" };
    // In the middle of longer work a `cd` is sound; the first stands for WORKDIR, the last is lost.
    return all
      .filter(
        ({ instruction: { commands }, command }) =>
          commands[0] === command || commands.at(-1) === command,
      )
      .map((placed) => observeCommand(file, placed, { fix: toWorkdir(file, placed) }));
  },
};

/** chmod that lets everybody write. */
export const chmodWorldWritable: DockerfileRule = {
  id: "dockerfile-world-writable",
  target: "dockerfile",
  title: "Files are made writable for everybody",
  severity: "medium",
  description: "Any process in the container, the least trusted one too, may replace these files.",
  remediation:
    "Give the files to the user that needs them: COPY --chown, or chmod u+w after chown.",
  references: [`${references.dockerfile}#copy---chown---chmod`],
  peers: {},
  check(file) {
    const all = findCommands(file, "chmod");
    const copies = findInstructions(file, "COPY", "ADD").filter(({ instruction }) =>
      instruction.flags.some(({ name }) => name === "chmod"),
    );
    if (all.length === 0 && copies.length === 0) return { notApplicable: "nothing changes modes" };
    return [
      ...all.flatMap((placed) => {
        const at = placed.command.args.find(({ text }) => isWorldWritable(text));
        if (at === undefined) return [];
        const fix = withoutWrite(file, at, at.raw);
        return [observeCommand(file, placed, { fix })];
      }),
      ...copies.flatMap((placed) => {
        const at = placed.instruction.flags.find(
          ({ name, value }) => name === "chmod" && isWorldWritable(value),
        );
        if (at === undefined) return [];
        return [observe(file, placed, { fix: withoutWrite(file, at, `--chmod=${at.value}`) })];
      }),
    ];
  },
};

/** A password set in a build is the same in every container, and in the layer. */
export const passwordSet: DockerfileRule = {
  id: "dockerfile-password-set",
  target: "dockerfile",
  title: "RUN sets or removes the password of an account",
  severity: "high",
  description:
    "The password, or its hash, is in the image for whoever can pull it, and the same in every container.",
  remediation: "Leave accounts without password login; give secrets to the container when it runs.",
  references: [references.buildSecrets],
  peers: { checkov: ["CKV2_DOCKER_17"] },
  check(file) {
    const runs = findInstructions(file, "RUN").filter(
      ({ instruction }) => instruction.commands.length > 0,
    );
    if (runs.length === 0) return noCommands;
    const passwd = findCommands(file, "passwd").filter(({ command }) =>
      command.args.some(({ text }) => /^(?:-d|--delete|--stdin)$/.test(text)),
    );
    return [...findCommands(file, "chpasswd"), ...passwd].map((placed) =>
      observe(file, placed, { at: placed.command }),
    );
  },
};

/** True for a mode, octal or symbolic, that lets others write without the sticky bit. */
function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  }
  return mode.split(",").some((clause) => {
    const match = /^([ugoa]*)[+=]([rwxXst]*)$/.exec(clause);
    // Without a class of users the umask takes the right away from others.
    return (
      match !== null &&
      /[oa]/.test(match[1]!) &&
      match[2]!.includes("w") &&
      !match[2]!.includes("t")
    );
  });
}

/** `sudo command` without options; where USER is not root, the command then fails. */
function withoutSudo(file: Dockerfile, { line, column }: ShellCommand): Fix {
  const description = "Leave sudo out.";
  const before = file.lines[line - 1]?.slice(0, column - 1) ?? "";
  const match = /(?:^|\s)sudo\s+$/.exec(before);
  if (match === null) return { description };
  const start = match.index + match[0].indexOf("sudo");
  return replaceText(
    file,
    { line, column: start + 1 },
    before.slice(start),
    "",
    description,
    "unsafe",
  );
}

/** `RUN cd /folder && …` as WORKDIR and RUN; the folder then holds for all that follows. */
function toWorkdir(file: Dockerfile, { instruction, command }: PlacedCommand): Fix {
  const description = "Use WORKDIR.";
  const { line, column } = command;
  const text = file.lines[line - 1] ?? "";
  const [before, after] = [text.slice(0, column - 1), text.slice(column - 1)];
  const isFirst = instruction.commands[0] === command && line === instruction.startLine;
  const match = /^cd\s+(\/[\w./-]*)\s*(?:&&\s*(\S.*))?$/.exec(after.trimEnd());
  if (!isFirst || match === null || !/^\s*RUN(?:\s+--\S+)*\s+$/i.test(before))
    return { description };
  const [, folder, rest] = match;
  if (rest === undefined && instruction.endLine !== line) return { description };
  const indent = /^\s*/.exec(before)![0];
  const workdir = `${indent}WORKDIR ${folder}`;
  const replacement = rest === undefined ? workdir : `${workdir}\n${before}${rest}`;
  return replaceLine(file, line, replacement, description, "unsafe");
}

/** The octal mode that `raw` ends in without the right of others to write. */
function withoutWrite(file: Dockerfile, at: Position, raw: string): Fix {
  const description = "Take the right to write away from others.";
  const last = /[0-7]{2,3}([2367])$/.exec(raw)?.[1];
  if (last === undefined) return { description };
  const mode = `${raw.slice(0, -1)}${Number(last) & 0o5}`;
  return replaceText(file, at, raw, mode, description, "unsafe");
}
