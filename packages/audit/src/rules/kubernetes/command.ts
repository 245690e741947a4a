import type { KubernetesRule } from "../../rule/types.ts";
import { commandsOf } from "../../shell/parse.ts";
import { secretInCommand } from "../command-secret.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { judgeContainers, observe } from "./observe.ts";

/** A container that executes a download when it starts */
export const downloadAtStart: KubernetesRule = {
  id: "kubernetes-download-at-start",
  target: "kubernetes",
  title: "The container executes a download when it starts",
  severity: "high",
  description:
    "What runs is what the server gives at that moment: nobody has reviewed or scanned it.",
  remediation: "Put the program into the image, and check its sum when the image is built.",
  references: ["https://kubernetes.io/docs/concepts/security/supply-chain-security/"],
  peers: {},
  check: (file) =>
    judgeContainers(file, (place, { command, args }) => {
      const words = [...command, ...args];
      const first = words[0];
      if (first === undefined) return [];
      // Arguments alone go to the image's entrypoint, which for `-c` can only be a shell.
      const vector = words.map(({ value }) => value);
      const run = commandsOf(first.value === "-c" ? ["sh", ...vector] : vector, first);
      if (findPipedDownloads(run).length === 0) return [];
      const at = words.find(({ value }) => /\b(?:curl|wget|fetch|aria2c)\b/.test(value)) ?? first;
      return [observe(place, "command", at, at.text)];
    }),
};

/** A password among the words of the command */
export const secretCommand: KubernetesRule = {
  id: "kubernetes-secret-command",
  target: "kubernetes",
  title: "A secret is given on the command line",
  severity: "high",
  description:
    "Whoever reads the repository or may read pods has it, and on the node every process sees it in the list of processes.",
  remediation: "Mount a Secret, and use an option that takes a file.",
  references: ["https://kubernetes.io/docs/concepts/configuration/secret/"],
  peers: {},
  check: (file) =>
    judgeContainers(file, (place, { command, args }) => {
      const words = [...command, ...args];
      const name = secretInCommand(words.map(({ value }) => value));
      if (name === undefined) return [];
      const { workload, container } = place;
      const title = `A secret is given on the command line: ${name}`;
      const identity = [workload.kind, workload.name, container?.group, container?.name, name];
      return [observe(place, "command", words[0]!, `${name} ****`, { title, identity })];
    }),
};
