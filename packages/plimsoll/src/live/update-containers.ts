import type { Finding } from "@plimsoll/core";
import type { ContainerStatistics, EngineClient } from "@plimsoll/engine";

/** What is to be changed of one container as it runs. */
export interface ContainerUpdate {
  /** ID */
  readonly container: string;
  readonly name: string;
  /** Bodies of `POST /containers/{id}/update`, one for each finding. */
  readonly changes: readonly {
    readonly rule: string;
    readonly body: Readonly<Record<string, unknown>>;
  }[];
}

/** Limits leave twice what the container uses, in steps of this. */
const memoryStep = 64 * 1024 * 1024;

/**
 * What findings about containers want changed as they run, by container, in the order of the
 * findings. No limit is below twice what the container uses now: it would be ended for it.
 */
export async function planUpdates(
  findings: readonly Finding[],
  client: EngineClient,
  signal: AbortSignal,
): Promise<ContainerUpdate[]> {
  const byContainer = new Map<string, { name: string; changes: ContainerUpdate["changes"] }>();
  for (const { status, rule, fix, location } of findings) {
    if (status !== "fail" || fix?.update === undefined) continue;
    const { container, body } = fix.update;
    const known = byContainer.get(container);
    const name = location?.path.replace(/^container:/, "") ?? container.slice(0, 12);
    byContainer.set(container, { name, changes: [...(known?.changes ?? []), { rule, body }] });
  }
  const updates: ContainerUpdate[] = [];
  for (const [container, { name, changes }] of byContainer) {
    const isLimit = changes.some(({ body }) => "Memory" in body || "PidsLimit" in body);
    const used = isLimit ? await readUse(client, container, signal) : {};
    updates.push({
      container,
      name,
      changes: changes.map(({ rule, body }) => ({ rule, body: leaveRoom(body, used) })),
    });
  }
  return updates;
}

/** Sends what was planned for one container; what the engine refuses or warns of is told. */
export async function updateContainer(
  { container, changes }: ContainerUpdate,
  client: EngineClient,
  signal: AbortSignal,
): Promise<{ done: number; told: string[] }> {
  let done = 0;
  const told: string[] = [];
  for (const { rule, body } of changes) {
    try {
      told.push(...(await client.updateContainer(container, body, { signal })));
      done += 1;
    } catch (error) {
      if (signal.aborted) throw error;
      told.push(`${rule} is not mended: ${(error as Error).message}`);
    }
  }
  return { done, told };
}

/** An update as people read it: `Memory 536870912, RestartPolicy on-failure:5`. */
export function describeUpdate({ changes }: ContainerUpdate): string {
  return changes
    .flatMap(({ body }) => Object.entries(body))
    .map(([key, value]) => {
      if (typeof value !== "object" || value === null) return `${key} ${value}`;
      return `${key} ${Object.values(value).join(":")}`;
    })
    .join(", ");
}

/** What it uses; nothing is known of one that does not run, or of an engine that does not say. */
async function readUse(
  client: EngineClient,
  container: string,
  signal: AbortSignal,
): Promise<ContainerStatistics> {
  try {
    return await client.readStatistics(container, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return {};
  }
}

function leaveRoom(
  body: Readonly<Record<string, unknown>>,
  { memoryBytes = 0, processes = 0 }: ContainerStatistics,
): Readonly<Record<string, unknown>> {
  if (typeof body.Memory === "number") {
    const room = Math.ceil((2 * memoryBytes) / memoryStep) * memoryStep;
    const limit = Math.max(body.Memory, room);
    return { ...body, Memory: limit, MemorySwap: limit };
  }
  if (typeof body.PidsLimit === "number") {
    return { ...body, PidsLimit: Math.max(body.PidsLimit, 2 * processes) };
  }
  return body;
}
