import type { Fix } from "@plimsoll/core";
import type { Dockerfile, Stage } from "../../../dockerfile/types.ts";
import type { DockerfileRule, RuleData } from "../../../rule/types.ts";
import type { ShellCommand } from "../../../shell/types.ts";
import type { Position } from "../../../text/position.ts";
import { findInstructions, observe, type Placed, writtenCommand } from "../observe.ts";

/** What a shell rule found in a script. */
export interface ShellFault {
  readonly at: Position;
  /** The text that is wrong. */
  readonly value: string;
  readonly title?: string;
  readonly fix?: Fix;
}

/** What a shell rule looks at: the commands of one instruction, in order. */
export interface ShellScript extends Placed {
  readonly file: Dockerfile;
  readonly commands: readonly ShellCommand[];
}

/** What a shell rule says of itself. */
export type ShellRuleData = Pick<
  RuleData,
  "id" | "title" | "description" | "remediation" | "optional"
> & {
  readonly severity?: RuleData["severity"];
  /** ShellCheck's codes for the same. */
  readonly codes: readonly string[];
};

const wiki = "https://www.shellcheck.net/wiki/";

/** Makes a rule over the shell scripts of RUN. */
export function shellRule(
  { codes, severity = "negligible", ...data }: ShellRuleData,
  find: (script: ShellScript) => readonly ShellFault[],
): DockerfileRule {
  return {
    ...data,
    target: "dockerfile",
    severity,
    references: codes.map((code) => `${wiki}${code}`),
    peers: { shellcheck: codes },
    check(file) {
      const scripts = scriptsOf(file);
      if (scripts.length === 0) {
        return { notApplicable: "the file has no RUN with a POSIX shell" };
      }
      return scripts.flatMap((script) =>
        find(script).map(({ at, value, title, fix }) =>
          observe(file, script, {
            at,
            value,
            identity: [stageName(script.stage), value],
            ...(title === undefined ? {} : { title }),
            ...(fix === undefined ? {} : { fix }),
          }),
        ),
      );
    },
  };
}

/** A fault that is a whole command. */
export function wholeCommand(command: ShellCommand): ShellFault {
  return { at: command, value: writtenCommand(command) };
}

function scriptsOf(file: Dockerfile): ShellScript[] {
  return findInstructions(file, "RUN").flatMap(({ stage, instruction }) => {
    // The words of an argument vector are no script; one in `sh -c '…'` is a word of another.
    const commands = instruction.commands.filter(
      ({ shell, args }) => shell !== "" && args.every(({ isExact }) => isExact),
    );
    return commands.length === 0 ? [] : [{ file, stage, instruction, commands }];
  });
}

function stageName({ name, index }: Stage): string {
  return name?.toLowerCase() ?? `#${index}`;
}

/** Which program /bin/sh is in the base image, as far as its name tells. */
export function plainShellOf({ file, stage }: ShellScript): "dash" | "ash" | "bash" {
  let from = stage;
  while (from.base.stage !== undefined) from = file.stages[from.base.stage]!;
  const image = from.base.image ?? from.base.text;
  if (/alpine|busybox|wolfi|chainguard/.test(image)) return "ash";
  const isRpm =
    /(?:^|\/)(?:fedora|centos|rockylinux|almalinux|ubi\d|amazonlinux|oraclelinux|photon|opensuse|sles?|archlinux|rhel\d?)\b/;
  return isRpm.test(image) ? "bash" : "dash";
}
