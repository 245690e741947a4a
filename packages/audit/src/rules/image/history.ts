import { references } from "../../rule/references.ts";
import type { ImageRule } from "../../rule/types.ts";
import { commandsOf } from "../../shell/parse.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { commandsOfStep, observeConfig, observeStep, readSteps } from "./observe.ts";

const noHistory = { notApplicable: "the image has no history" };

/** ADD of a URL in the history. */
export const remoteAdd: ImageRule = {
  id: "image-remote-add",
  target: "image",
  title: "The image holds a file that ADD took from the network",
  severity: "medium",
  description:
    "Unless a checksum was given, whoever controlled the server decided what the image holds.",
  remediation: "Rebuild with ADD --checksum=sha256:….",
  references: [`${references.dockerfile}#add---checksum`, references.cis],
  peers: { dockle: ["CIS-DI-0009"] },
  check(config) {
    if (config.history.length === 0) return noHistory;
    return (
      readSteps(config)
        .filter(({ instruction }) => /^ADD\s(?:.*\s)?(?:https?|ftp|git):\/\//i.test(instruction))
        // BuildKit's history leaves the checksum out: it cannot be told.
        .map((step) => observeStep(step, { confidence: "low" }))
    );
  },
};

/** A script from the network that made a layer. */
export const pipeToShell: ImageRule = {
  id: "image-pipe-to-shell",
  target: "image",
  title: "A layer was made by a download that was executed unchecked",
  severity: "medium",
  description:
    "Whoever controlled the server ran code in the build and left what they liked in the layer.",
  remediation: "Rebuild: download to a file, verify its checksum or signature, then run it.",
  references: [`${references.bestPractices}#run`],
  peers: {},
  check(config) {
    if (config.history.length === 0) return noHistory;
    return readSteps(config)
      .filter((step) => findPipedDownloads(commandsOfStep(step)).length > 0)
      .map((step) => observeStep(step));
  },
};

/** A command that starts with a download. */
export const downloadAtStart: ImageRule = {
  id: "image-download-at-start",
  target: "image",
  title: "The container executes a download when it starts",
  severity: "high",
  description:
    "What runs is decided by a server at every start: scans, signatures and reviews of the image say nothing about it.",
  remediation: "Put the program into the image at build time, verified by checksum.",
  references: [`${references.dockerfile}#entrypoint`],
  peers: {},
  check({ run }) {
    const vector = [...run.entrypoint, ...run.cmd];
    if (vector.length === 0) return { notApplicable: "the image starts nothing by itself" };
    const commands = commandsOf(vector, { line: 1, column: 1 });
    if (findPipedDownloads(commands).length === 0) return [];
    return [observeConfig("config.Entrypoint and config.Cmd", vector.join(" "))];
  },
};
