import type { KubernetesRule } from "../../rule/types.ts";
import { commandsOf } from "../../shell/parse.ts";
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
