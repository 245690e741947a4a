import type { CommandSpec } from "../command.ts";
import { advisories, common, files, fix, gate, live, output, source, walk } from "../options.ts";
import { references } from "./texts.ts";

/** Commands that judge how something is set up and what it may do. */
export const auditingCommands: readonly CommandSpec[] = [
  {
    name: "audit",
    operands: "[FILE|IMAGE …|live:]",
    summary:
      "How it is set up: Dockerfile, compose file, Kubernetes objects, image configuration, running engine",
    description:
      "Judges Dockerfiles, the configuration of an image, and other files (*.yml, *.yaml, *.json) by what their name and content say they are: compose files, Kubernetes objects, devcontainer.json, GitHub workflows. Operands that exist as files are audited as such; one other operand is taken as an image. live: is the running engine, Docker's or Podman's: its host, daemon, images, swarm, and all containers, running or not, by every control of the CIS Docker Benchmark. What cannot be read is unknown, never passed: run it as root on the engine's machine to see everything. --fix mends, in Dockerfiles, compose files and Kubernetes objects, what is sure to change nothing else, audits again and reports what is left; --fix=unsafe also what may change what the program does or may do. Symbolic links and files outside of the working folder are refused. With --diff nothing is written: exit code 0 when there is nothing to mend, 1 when there is, 3 when a file could not be read. Of an engine, --fix mends the daemon.json that --daemon-config names, --fix-script writes commands for its host, and --fix=unsafe asks for each container whether to limit it as it runs; what --diff prints of that is not done.",
    options: [...source, ...files, ...live, ...advisories, ...fix, ...gate, ...output, ...common],
    examples: [
      { run: "plimsoll audit Dockerfile compose.yaml", does: "two files, no image" },
      { run: "plimsoll audit deploy/web.yaml", does: "Kubernetes objects" },
      {
        run: "plimsoll audit Dockerfile --fix=unsafe --diff",
        does: "what would be mended, as a patch",
      },
      { run: "plimsoll audit debian:12", does: "the configuration of an image" },
      { run: "sudo plimsoll audit live:", does: "the engine of this machine, worst first" },
      { run: "sudo plimsoll audit live: --by-check", does: "the same in the benchmark's order" },
      {
        run: "sudo plimsoll audit live: --fix --daemon-config daemon.json",
        does: "settings of the daemon, in a copy of its file",
      },
      {
        run: "plimsoll audit --from-snapshot host.json -o host.docker-bench.json",
        does: "judge a recorded engine; JSON as Docker Bench writes it",
      },
    ],
    load: () => import("../commands/audit.ts"),
  },
  {
    name: "capabilities",
    operands: "IMAGE",
    summary: "What a container of it may do, and what that lets an attacker do",
    description: `Works out user, capabilities, setuid files and file capabilities; with --compose, for each service. ${references}`,
    options: [
      ...source,
      {
        name: "compose",
        value: "FILE",
        multiple: true,
        description: "Take the settings of its services",
      },
      ...gate,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll capabilities shop:1 --compose compose.yaml", does: "for each service" },
    ],
    load: () => import("../commands/capabilities.ts"),
  },
];
