import { references } from "../../../rule/references.ts";
import { containerRule, mend, told, wrongIf } from "../observe.ts";
import { updateContainer } from "./update.ts";

const memoryLimitBytes = 512 * 1024 * 1024;

/** --memory */
export const memoryLimit = containerRule(
  {
    id: "live-memory-limit",
    title: "No memory limit",
    severity: "low",
    description:
      "A leak or an attack takes the memory of the host, and the kernel ends other processes.",
    remediation:
      "docker update --memory 512m --memory-swap 512m NAME changes it without a restart.",
    references: [references.resources, references.cis],
  },
  "HostConfig.Memory",
  (container) =>
    told(container.memory, "HostConfig.Memory", (bytes) =>
      mend(
        wrongIf(bytes <= 0, `Memory: ${bytes}`),
        updateContainer(container, "--memory 512m --memory-swap 512m", {
          Memory: memoryLimitBytes,
          MemorySwap: memoryLimitBytes,
        }),
      ),
    ),
);

/** --cpus, --cpu-quota or --cpu-shares */
export const cpuLimit = containerRule(
  {
    id: "live-cpu-limit",
    title: "No limit or weight of the processor",
    severity: "low",
    description: "One container can take the processors from all others.",
    remediation: "docker update --cpus 1 NAME changes it without a restart.",
    references: [references.resources, references.cis],
  },
  "HostConfig.NanoCpus, CpuQuota and CpuShares",
  (container) => {
    const { nanoCpus, cpuQuota, cpuShares } = container;
    if ([nanoCpus, cpuQuota].some((value) => value !== undefined && value > 0)) return [];
    // 1024 is the weight of a container that was given none.
    if (cpuShares !== undefined && cpuShares > 0 && cpuShares !== 1024) return [];
    return told(nanoCpus ?? cpuQuota ?? cpuShares, "HostConfig.NanoCpus", () =>
      mend(
        wrongIf(
          true,
          `NanoCpus: ${nanoCpus ?? 0}, CpuQuota: ${cpuQuota ?? 0}, CpuShares: ${cpuShares ?? 0}`,
        ),
        updateContainer(container, "--cpus 1", { NanoCpus: 1_000_000_000 }),
      ),
    );
  },
);

/** --pids-limit */
export const pidsLimit = containerRule(
  {
    id: "live-pids-limit",
    title: "No limit of processes",
    severity: "low",
    description: "A fork bomb in the container uses up the process table of the host.",
    remediation: "docker update --pids-limit 200 NAME changes it without a restart.",
    references: [references.resources, references.cis],
  },
  "HostConfig.PidsLimit",
  (container) =>
    told(container.pidsLimit, "HostConfig.PidsLimit", (limit) =>
      mend(
        wrongIf(limit <= 0, `PidsLimit: ${limit}`),
        updateContainer(container, "--pids-limit 200", { PidsLimit: 200 }),
      ),
    ),
);

/** --ulimit of the container, else of the daemon. */
export const ulimits = containerRule(
  {
    id: "live-ulimits",
    title: "The container has limits of its own in place of the daemon's",
    severity: "negligible",
    description:
      "A limit of its own takes the place of the daemon's: somebody should have meant that.",
    remediation: "Make it anew without --ulimit, or say in a waiver why it is needed.",
    references: [`${references.runReference}#ulimit`, references.cis],
  },
  "HostConfig.Ulimits",
  ({ ulimits }) =>
    told(ulimits, "HostConfig.Ulimits", (names) =>
      names
        .filter((name) => /^(?:nproc|nofile|core|memlock)$/.test(name))
        .map((name) => ({ wrong: `Ulimits: ${name}` })),
    ),
);

/** --oom-kill-disable */
export const oomKillDisable = containerRule(
  {
    id: "live-oom-kill-disable",
    title: "The kernel may not end the container when memory runs out",
    severity: "medium",
    description: "Without a memory limit it ends processes of the host instead.",
    remediation: "Make it anew without --oom-kill-disable.",
    references: [`${references.resources}#limit-a-containers-access-to-memory`],
  },
  "HostConfig.OomKillDisable",
  ({ oomKillDisable, memory }) =>
    told(oomKillDisable, "HostConfig.OomKillDisable", (isOff) =>
      wrongIf(isOff, `OomKillDisable: true${(memory ?? 0) > 0 ? "" : ", without a memory limit"}`),
    ),
);

/** --restart */
export const restart = containerRule(
  {
    id: "live-restart",
    title: "The container is restarted without end",
    severity: "negligible",
    description:
      "A container that fails at each start hides its failure and takes the processor; an attacker may try again and again.",
    remediation: "docker update --restart on-failure:5 NAME changes it without a restart.",
    references: [`${references.runReference}#restart`, references.cis],
  },
  "HostConfig.RestartPolicy",
  (container) =>
    told(container.restart, "HostConfig.RestartPolicy", ({ name, retries }) => {
      const isEndless = name === "always" || name === "unless-stopped";
      const isLong = name === "on-failure" && (retries === 0 || retries > 5);
      return mend(
        wrongIf(isEndless || isLong, `RestartPolicy: ${name}${isLong ? `:${retries}` : ""}`),
        updateContainer(container, "--restart on-failure:5", {
          RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 },
        }),
      );
    }),
);
