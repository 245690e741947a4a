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

/** Endings of archives, which ADD unpacks where COPY does not. */
const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|t?gz|bz2|xz|zst)\b/i;

/** ADD of local files in the history. */
export const localAdd: ImageRule = {
  id: "image-add-local",
  target: "image",
  title: "A layer was made by ADD of local files",
  severity: "low",
  description: "ADD also fetches and unpacks: COPY does what it says.",
  remediation: "Rebuild with COPY.",
  references: [`${references.bestPractices}#add-or-copy`, references.cis],
  peers: { dockle: ["CIS-DI-0009"] },
  check(config) {
    if (config.history.length === 0) return noHistory;
    return (
      readSteps(config)
        .filter(({ instruction }) => /^ADD\s/i.test(instruction))
        .filter(({ instruction }) => !/\s(?:https?|ftp|git):\/\//i.test(instruction))
        .filter(({ instruction }) => !archive.test(instruction) && !isRootFileSystem(instruction))
        // The classic builder writes checksums in place of names: it may have been an archive.
        .map((step) =>
          observeStep(step, {
            confidence: /\s(?:file|dir|multi):/.test(step.instruction) ? "low" : "medium",
          }),
        )
    );
  },
};

/** How a base image begins: `ADD rootfs.tar /`, whose archive the history calls by its checksum. */
function isRootFileSystem(instruction: string): boolean {
  return /\s(?:in\s+)?\/\s*$/.test(instruction);
}
