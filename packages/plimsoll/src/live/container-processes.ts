import type { HostRoot } from "./host-root.ts";

/** Processes of one machine that are looked at. */
const maxProcesses = 50_000;
/** How many are read at once. */
const batch = 64;

/**
 * Command names of the processes of each container, by the container's ID, as the control groups of
 * the machine's processes tell it: no question to the engine, no program run in a container.
 */
export async function readContainerProcesses(root: HostRoot): Promise<Record<string, string[]>> {
  const pids = (await root.list("/proc", maxProcesses)).filter((name) => /^\d+$/.test(name));
  const found: Record<string, string[]> = {};
  for (let start = 0; start < pids.length; start += batch) {
    const read = await Promise.all(
      pids.slice(start, start + batch).map(async (pid) => {
        const groups = await root.readText(`/proc/${pid}/cgroup`);
        const id = "text" in groups ? /([0-9a-f]{64})/.exec(groups.text)?.[1] : undefined;
        if (id === undefined) return undefined;
        const name = await root.readText(`/proc/${pid}/comm`);
        return "text" in name ? { id, name: name.text.trim() } : undefined;
      }),
    );
    for (const process of read) {
      if (process === undefined) continue;
      found[process.id] ??= [];
      found[process.id]!.push(process.name);
    }
  }
  return found;
}
