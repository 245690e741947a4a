import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { commandsOf, parseShell } from "../../shell/parse.ts";
import { secretInCommand } from "../command-secret.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { isRootUser } from "../root-user.ts";
import { judgeServices, observeService } from "./observe.ts";

/** post_start and pre_stop with more rights than the container's own process */
export const hookPrivileged: ComposeRule = {
  id: "compose-hook-privileged",
  target: "compose",
  title: "A hook runs with more rights than the container",
  severity: "high",
  description:
    "A privileged hook has every capability; one as root undoes the choice of another user. Whoever can change what it calls has its rights.",
  remediation: "Remove privileged and user from the hook; prepare volumes in the image.",
  references: ["https://docs.docker.com/compose/how-tos/lifecycle/"],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) =>
      service.hooks.flatMap(({ kind, privileged, user }) => [
        ...(privileged?.value === true
          ? [observeService(file, service, kind, privileged, `privileged: ${privileged.text}`)]
          : []),
        ...(user !== undefined && user.unresolved.length === 0 && isRootUser(user.value)
          ? [
              observeService(file, service, kind, user, `user: ${user.text}`, {
                title: "A hook runs as root",
              }),
            ]
          : []),
      ]),
    ),
};

/** A command that starts with a download */
export const downloadAtStart: ComposeRule = {
  id: "compose-download-at-start",
  target: "compose",
  title: "The container executes a download when it starts",
  severity: "high",
  description:
    "What runs is what the server gives at that moment: nobody has reviewed or scanned it.",
  remediation: "Put the program into the image, and check its sum when the image is built.",
  references: [`${references.composeServices}#command`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) => {
      const words = [...service.entrypoint, ...service.command];
      const first = words[0];
      if (first === undefined) return [];
      // A single text is split as a shell would.
      const isText = words.length === 1;
      const commands = isText
        ? parseShell(first.value, [{ offset: 0, line: first.line, column: first.column }])
        : commandsOf(
            words.map(({ value }) => value),
            first,
          );
      if (findPipedDownloads(commands).length === 0) return [];
      const at = words.find(({ value }) => /\b(?:curl|wget|fetch|aria2c)\b/.test(value)) ?? first;
      return [observeService(file, service, "command", at, at.text)];
    }),
};

/** A password among the words of the command */
export const secretCommand: ComposeRule = {
  id: "compose-secret-command",
  target: "compose",
  title: "A secret is given on the command line",
  severity: "high",
  description:
    "Whoever reads the repository has it, and in the container and on the host every process sees it in the list of processes.",
  remediation: "Use secrets: and an option that takes a file.",
  references: [references.composeSecrets],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) => {
      const words = [...service.entrypoint, ...service.command];
      const name = secretInCommand(words.map(({ value }) => value));
      if (name === undefined) return [];
      const title = `A secret is given on the command line: ${name}`;
      const identity = [service.name, "command", name];
      return [
        observeService(file, service, "command", words[0]!, `${name} ****`, { title, identity }),
      ];
    }),
};

/** include of a file that another server holds */
export const remoteInclude: ComposeRule = {
  id: "compose-remote-include",
  target: "compose",
  title: "Services of another server are included",
  severity: "medium",
  description: "Who controls that repository decides what runs here, with which mounts and rights.",
  remediation: "Pin the commit or digest (…#<commit>, oci://…@sha256:…), or copy the file.",
  references: ["https://docs.docker.com/reference/compose-file/include/"],
  peers: {},
  check: (file) =>
    file.includes
      .filter(({ value }) => isRemote(value) && !isPinned(value))
      .map((setting) => ({
        line: setting.line,
        column: setting.column,
        instruction: "include",
        value: setting.text,
        source: `${file.path}:${setting.line} include`,
        identity: ["include", setting.text],
        pragmas: file.pragmas.get(setting.line) ?? [],
      })),
};

function isRemote(path: string): boolean {
  return /^(?:(?:https?|git|ssh|oci):\/\/|git@)/i.test(path);
}

function isPinned(path: string): boolean {
  return /#[\da-f]{40}(?:$|:)/i.test(path) || /@sha256:[\da-f]{64}$/i.test(path);
}
