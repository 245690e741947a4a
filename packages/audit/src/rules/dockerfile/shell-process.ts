import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { posixShells } from "../../shell/parse.ts";
import { programName } from "../../shell/wrappers.ts";
import { findInstructions, observe } from "./observe.ts";

/** `["sh", "-c", "server"]` is the shell form in another dress. */
export const shellProcess: DockerfileRule = {
  id: "dockerfile-shell-process",
  target: "dockerfile",
  title: "The exec form starts a shell as process 1",
  severity: "low",
  description:
    "The shell does not pass signals on: the container is killed instead of stopping, ten seconds late.",
  remediation:
    'Name the program itself, or let the shell be replaced: ["sh", "-c", "exec program"].',
  references: [`${references.dockerfile}#exec-form-entrypoint-example`],
  peers: {},
  check(file) {
    const starts = findInstructions(file, "CMD", "ENTRYPOINT").filter(
      ({ instruction }) => instruction.exec !== undefined,
    );
    if (starts.length === 0)
      return { notApplicable: "the file has no CMD or ENTRYPOINT in exec form" };
    return starts
      .filter(({ instruction }) => {
        const [program = "", ...args] = instruction.exec!;
        const option = args.findIndex((arg) => /^-[a-z]*c$/.test(arg));
        if (!posixShells.has(programName(program)) || option === -1) return false;
        // `sh -c "exec program"` and `sh -c "a; exec b"` end as the program.
        const last = instruction.commands.findLast(({ shell }) => shell !== "");
        return last !== undefined && !last.wrappers.includes("exec");
      })
      .map((placed) => {
        // Some shells let a single command take their place, some do not.
        const count = placed.instruction.commands.filter(({ shell }) => shell !== "").length;
        return observe(file, placed, { confidence: count === 1 ? "medium" : "high" });
      });
  },
};
