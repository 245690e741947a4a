import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { findInstructions, observe, writtenCommand } from "./observe.ts";

/** A script from the network that RUN executes unseen. */
export const pipeToShell: DockerfileRule = {
  id: "dockerfile-pipe-to-shell",
  target: "dockerfile",
  title: "A download is executed without being checked",
  severity: "medium",
  description:
    "Whoever controls the server runs code in the build and leaves what they like in the image; a broken transfer runs half a script.",
  remediation: "Download to a file, verify its checksum or signature, then run it.",
  references: [`${references.bestPractices}#run`, `${references.dockerfile}#add---checksum`],
  peers: {},
  check(file) {
    const runs = findInstructions(file, "RUN").filter(
      ({ instruction }) => instruction.commands.length > 0,
    );
    if (runs.length === 0) return { notApplicable: "the file has no RUN with a POSIX shell" };
    return runs.flatMap((placed) =>
      findPipedDownloads(placed.instruction.commands).map(({ download, interpreter }) =>
        observe(file, placed, {
          at: download,
          value: `${writtenCommand(download)} | ${writtenCommand(interpreter)}`,
        }),
      ),
    );
  },
};

/** A container that downloads what it runs each time it starts. */
export const downloadAtStart: DockerfileRule = {
  id: "dockerfile-download-at-start",
  target: "dockerfile",
  title: "The container executes a download when it starts",
  severity: "high",
  description:
    "What runs is decided by a server at every start: scans, signatures and reviews of the image say nothing about it.",
  remediation: "Put the program into the image at build time, verified by checksum.",
  references: [`${references.dockerfile}#entrypoint`],
  peers: {},
  check(file) {
    const starts = findInstructions(file, "CMD", "ENTRYPOINT");
    if (starts.length === 0) return { notApplicable: "the file has neither CMD nor ENTRYPOINT" };
    return starts.flatMap((placed) =>
      findPipedDownloads(placed.instruction.commands).map(({ download }) =>
        observe(file, placed, { at: download }),
      ),
    );
  },
};
