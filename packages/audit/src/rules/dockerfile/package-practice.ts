import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findInstalls } from "./installs.ts";
import { findCommands, findInstructions, observe, observeCommand } from "./observe.ts";
import { hasOption, subcommand } from "./options.ts";

/** apt is made for people, apt-get for scripts. */
export const aptInteractive: DockerfileRule = {
  id: "dockerfile-apt-interactive",
  target: "dockerfile",
  title: "RUN uses apt, which is made for people",
  severity: "negligible",
  description: "The options and the output of apt may change between releases (apt(8)).",
  remediation: "Use apt-get or apt-cache.",
  references: ["https://manpages.debian.org/bookworm/apt/apt.8.en.html"],
  peers: { hadolint: ["DL3027"], checkov: ["CKV_DOCKER_9"] },
  check(file) {
    const all = findInstructions(file, "RUN");
    if (all.length === 0) return { notApplicable: "the file has no RUN" };
    return findCommands(file, "apt").map((placed) => observeCommand(file, placed));
  },
};

/** yarn keeps every package a second time. */
export const yarnCache: DockerfileRule = {
  id: "dockerfile-yarn-cache",
  target: "dockerfile",
  title: "yarn install leaves its cache in the layer",
  severity: "negligible",
  description: "The cache stays in the layer as dead weight.",
  remediation: "End the same RUN with yarn cache clean, or mount a cache.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL3060"] },
  check(file) {
    const installs = findInstalls(file, "yarn");
    if (installs.length === 0) return { notApplicable: "no yarn install in the file" };
    return installs
      .filter(({ stage }) => stage.isShipped)
      .filter(({ instruction }) => {
        const isMounted = instruction.flags.some(
          ({ name, value }) => name === "mount" && /yarn|type=tmpfs.*\/root/.test(value),
        );
        const isCleaned = instruction.commands.some(
          (command) =>
            (command.name === "yarn" &&
              subcommand(command)?.text === "cache" &&
              command.args.some(({ text }) => text === "clean")) ||
            (command.name === "rm" && command.args.some(({ text }) => /yarn|\.cache/.test(text))),
        );
        return !isMounted && !isCleaned;
      })
      .map((placed) => observeCommand(file, placed));
  },
};

/** A scanner reads the package database; without it an image looks clean. */
export const packageDatabaseRemoved: DockerfileRule = {
  id: "dockerfile-package-database",
  target: "dockerfile",
  title: "The package database is removed",
  severity: "medium",
  description:
    "Scanners read it to know what is installed: without it known vulnerabilities stay in the image, unseen.",
  remediation: "Keep it; start from a smaller base image instead.",
  references: [references.bestPractices],
  peers: {},
  check(file) {
    const removals = findCommands(file, "rm");
    if (removals.length === 0) return { notApplicable: "RUN removes nothing" };
    const database =
      /^\/(?:var\/lib\/(?:dpkg|rpm|pacman)(?:\/(?:status|info|local|\*)?)?|lib\/apk(?:\/db(?:\/installed|\/\*)?)?|usr\/lib\/(?:sysimage\/rpm|apk)(?:\/.*)?|etc\/apk\/world)\/?\*?$/;
    return removals
      .filter(({ command }) => command.args.some(({ text }) => database.test(text.slice(0, 300))))
      .map((placed) => observeCommand(file, placed));
  },
};

/** One program to download is enough. */
export const downloadersMixed: DockerfileRule = {
  id: "dockerfile-downloaders-mixed",
  target: "dockerfile",
  title: "Both wget and curl are used",
  severity: "negligible",
  description: "Two programs for one purpose make the image larger, and give an attacker both.",
  remediation: "Use one of them.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL4001"], trivy: ["DS-0014"] },
  check(file) {
    const all = findCommands(file, "wget", "curl");
    if (all.length === 0) return { notApplicable: "neither wget nor curl is used" };
    const seen = new Map<number, Set<string>>();
    return all
      .filter(({ stage, command }) => {
        const own = seen.get(stage.index) ?? new Set();
        seen.set(stage.index, own.add(command.name));
        return own.size > 1 && command.name !== [...own][0];
      })
      .map((placed) => observeCommand(file, placed));
  },
};

/** wget writes its progress, dot by dot, into the log. */
export const wgetProgress: DockerfileRule = {
  id: "dockerfile-wget-progress",
  target: "dockerfile",
  title: "wget fills the log of the build with its progress",
  severity: "negligible",
  description: "What matters in the log drowns among thousands of lines.",
  remediation: "Add --progress=dot:giga, or -q or -nv.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL3047"] },
  check(file) {
    const all = findCommands(file, "wget");
    if (all.length === 0) return { notApplicable: "the file has no wget" };
    return all
      .filter(({ command }) => {
        const texts = command.args.map(({ text }) => text);
        const isQuiet = texts.some((text) => /^-(?:nv$|[a-zA-NQ-Z]*[qab])/.test(text));
        return (
          !isQuiet &&
          !hasOption(
            command,
            "--progress",
            "--quiet",
            "--no-verbose",
            "--output-file",
            "--append-output",
            "--background",
            "--version",
            "--help",
          ) &&
          !texts.includes("-o")
        );
      })
      .map((placed) => observeCommand(file, placed));
  },
};

/** Programs that make no sense in a build. */
export const pointlessCommand: DockerfileRule = {
  id: "dockerfile-pointless-command",
  target: "dockerfile",
  title: "RUN starts a program that makes no sense in a build",
  severity: "negligible",
  description:
    "Processes, services and mounts of a RUN end with it; nothing of them is in the image.",
  remediation: "Remove it, or do it where the container starts.",
  references: [`${references.dockerfile}#run`],
  peers: { hadolint: ["DL3001"] },
  check(file) {
    const runs = findInstructions(file, "RUN");
    if (runs.length === 0) return { notApplicable: "the file has no RUN" };
    return (
      findCommands(
        file,
        ..."free ifconfig kill mount ps service shutdown reboot ssh systemctl top vim".split(" "),
      )
        // Enabling a service changes files, and so the image.
        .filter(
          ({ command }) =>
            command.name !== "systemctl" ||
            /^(?:start|restart|status|stop)$/.test(subcommand(command)?.text ?? ""),
        )
        .map((placed) => observeCommand(file, placed))
    );
  },
};

/** A high user id makes /var/log/lastlog huge. */
export const useraddLog: DockerfileRule = {
  id: "dockerfile-useradd-log",
  target: "dockerfile",
  title: "useradd with a high user id makes the image huge",
  severity: "low",
  description:
    "useradd writes to /var/log/faillog and lastlog at the place of the id: sparse files that become gigabytes in a layer.",
  remediation: "Add --no-log-init.",
  references: [`${references.bestPractices}#user`],
  peers: { hadolint: ["DL3046"] },
  check(file) {
    const all = findCommands(file, "useradd");
    if (all.length === 0) return { notApplicable: "the file has no useradd" };
    return all
      .filter(({ command }) => !hasOption(command, "-l", "--no-log-init"))
      .filter(({ command: { args } }) =>
        args.some(({ text }, index) => {
          const joined = /^(?:--uid=|-u)(\d+)$/.exec(text)?.[1];
          const isNext = /^(?:--uid|-[a-zA-Z]*u)$/.test(text);
          return (joined ?? (isNext ? (args[index + 1]?.text ?? "") : "")).length > 5;
        }),
      )
      .map((placed) => observeCommand(file, placed));
  },
};

/** A link over /bin/sh changes the shell for every script of the image. */
export const shellReplaced: DockerfileRule = {
  id: "dockerfile-shell-replaced",
  target: "dockerfile",
  title: "RUN replaces /bin/sh",
  severity: "low",
  description: "Every script of the image runs in another shell than it was written for.",
  remediation: 'Use SHELL ["/bin/bash", "-c"].',
  references: [`${references.dockerfile}#shell`],
  peers: { hadolint: ["DL4005"] },
  check(file) {
    const all = findCommands(file, "ln", "mv", "cp");
    if (all.length === 0) return { notApplicable: "RUN links no file" };
    return all
      .filter(({ command }) => /^(?:\/usr)?\/bin\/sh$/.test(command.args.at(-1)?.text ?? ""))
      .map((placed) => observe(file, placed, { at: placed.command }));
  },
};
