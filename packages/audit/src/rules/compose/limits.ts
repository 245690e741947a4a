import type { ComposeFile, ComposeService, Setting } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule, Judgement } from "../../rule/types.ts";
import { addToService, setScalar } from "../../yaml/edit.ts";
import { judgeServices, observeService } from "./observe.ts";
import { judgeSetting } from "./switch.ts";

/** Without a memory limit one container starves the host. */
export const memoryLimit: ComposeRule = {
  id: "compose-memory-limit",
  target: "compose",
  title: "No memory limit",
  severity: "low",
  description:
    "A leak or an attack takes the memory of the host, and the kernel ends other processes.",
  remediation: "Set mem_limit, or deploy.resources.limits.memory.",
  references: [references.resources, references.composeDeploy],
  peers: { kics: ["Memory not limited"] },
  check: (file) => judgeLimit(file, "mem_limit", "512m", ({ memoryLimit }) => memoryLimit),
};

/** Without a process limit a fork bomb stops the host. */
export const pidsLimit: ComposeRule = {
  id: "compose-pids-limit",
  target: "compose",
  title: "No limit of processes",
  severity: "low",
  description: "A fork bomb in the container uses up the process table of the host.",
  remediation: "Set pids_limit, or deploy.resources.limits.pids.",
  references: [references.resources, `${references.composeServices}#pids_limit`],
  peers: { kics: ["Pids limit not set"] },
  check: (file) => judgeLimit(file, "pids_limit", "200", ({ pidsLimit }) => pidsLimit),
};

/** Without a processor limit one container slows all others. */
export const cpuLimit: ComposeRule = {
  id: "compose-cpu-limit",
  target: "compose",
  title: "No limit of processor time",
  severity: "negligible",
  description: "A busy or taken-over container leaves the others little processor time.",
  remediation: "Set cpus, or deploy.resources.limits.cpus.",
  references: [references.resources, references.composeDeploy],
  peers: { kics: ["CPUs not limited"] },
  check: (file) => judgeLimit(file, "cpus", "1", ({ cpus }) => cpus),
};

/** The kernel then ends other processes when memory runs out. */
export const oomKillDisable: ComposeRule = {
  id: "compose-oom-kill-disable",
  target: "compose",
  title: "The container is not ended when memory runs out",
  severity: "low",
  description: "The kernel ends processes of the host in its place.",
  remediation: "Remove oom_kill_disable, and set mem_limit.",
  references: [references.resources],
  peers: {},
  check: (file) =>
    judgeSetting(
      file,
      "oom_kill_disable",
      (service) => service.oomKillDisable,
      (value) => value,
    ),
};

/** @param usual what a fix writes: enough for most services */
function judgeLimit(
  file: ComposeFile,
  key: string,
  usual: string,
  limitOf: (service: ComposeService) => Setting<string> | undefined,
): Judgement {
  return judgeServices(file, (service) => {
    const limit = limitOf(service);
    if (limit === undefined) {
      const added = `${key}: ${usual}`;
      const fix = addToService(file, service, [added], `Set ${added}, or what the service needs.`);
      return [observeService(file, service, key, service, `${key} is not set`, { fix })];
    }
    // 0 and -1 mean without limit.
    const isUnlimited = limit.unresolved.length === 0 && /^(?:0+[a-z]*|-1)$/i.test(limit.value);
    if (!isUnlimited) return [];
    const fix = setScalar(file, limit, usual, `Set ${usual}, or what the service needs.`);
    return [observeService(file, service, key, limit, `${key}: ${limit.text}`, { fix })];
  });
}
