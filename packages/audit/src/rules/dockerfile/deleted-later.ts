import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { trimSlashes } from "../../text/path.ts";
import { findCommands, findInstructions, observeCommand } from "./observe.ts";

/** A file that is deleted in a later layer stays in the earlier one. */
export const deletedLater: DockerfileRule = {
  id: "dockerfile-deleted-later",
  target: "dockerfile",
  title: "A file is deleted in a later layer than it was copied in",
  severity: "medium",
  description:
    "Whoever pulls the image reads it from the layer that holds it, be it a key or dead weight.",
  remediation:
    "Mount it for the RUN that needs it (--mount=type=secret or type=bind), or copy it in a stage that is thrown away.",
  references: [references.buildSecrets, `${references.dockerfile}#run---mounttypebind`],
  peers: {},
  check(file) {
    const copies = findInstructions(file, "COPY", "ADD").filter(({ stage }) => stage.isShipped);
    const removals = findCommands(file, "rm", "shred", "unlink").filter(
      ({ stage }) => stage.isShipped,
    );
    if (copies.length === 0 || removals.length === 0) {
      return { notApplicable: "no RUN deletes anything beside COPY" };
    }
    const targets = copies.flatMap(({ stage, instruction }) =>
      targetsOf(instruction).map(
        (path) => [`${stage.index} ${path}`, instruction.startLine] as const,
      ),
    );
    const lines = new Map(targets);
    return removals
      .filter(({ stage, instruction, command }) =>
        command.args.some(({ text }) => {
          const line = lines.get(`${stage.index} ${trimSlashes(text)}`);
          return line !== undefined && line < instruction.startLine;
        }),
      )
      .map((placed) => observeCommand(file, placed));
  },
};

/** The paths in the image at which the copied files end up, as far as they can be told. */
function targetsOf({ words }: { words: readonly { value: string | undefined }[] }): string[] {
  const target = words.at(-1)?.value;
  if (target === undefined || !target.startsWith("/")) return [];
  const isFolder = target.endsWith("/") || words.length > 2;
  const clean = trimSlashes(target);
  const names = words.slice(0, -1).flatMap(({ value }) => {
    const source = trimSlashes(value ?? "");
    const name = source.slice(source.lastIndexOf("/") + 1);
    return name === "" || /[*?]/.test(name) ? [] : [`${clean}/${name}`];
  });
  return isFolder ? names : [clean, ...names];
}
