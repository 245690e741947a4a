import {
  type RecordedChanges,
  type Recording,
  redactAnswer,
  summariseChanges,
} from "@plimsoll/audit";
import { isPlimsollError, type Progress } from "@plimsoll/core";
import type { EngineClient } from "@plimsoll/engine";

/** Questions that are asked at once. */
const concurrency = 8;
/** Containers, images and processes that are asked about. */
const maxObjects = 10_000;

/** The engine's part of a recording, and what it did not answer. */
export interface CollectedEngine {
  readonly engine: Recording["engine"];
  readonly faults: Record<string, string>;
}

interface CollectOptions {
  /** Also asks each running container what it changed of its image's files. */
  drift?: boolean;
  signal?: AbortSignal;
  progress?: Progress;
}

type Answer = Readonly<Record<string, unknown>>;

/**
 * Asks an engine everything that rules read: six questions about itself (up to ten for a manager
 * of a swarm), one for each container (with `drift` two for each that runs), two for each image, one
 * for each running `docker exec`.
 * What is not answered is a fault; the rest is asked all the same.
 *
 * @throws PlimsollError when the engine cannot be reached at all, and `ABORTED`
 */
export async function collectEngine(
  client: EngineClient,
  { drift = false, signal, progress }: CollectOptions,
): Promise<CollectedEngine> {
  const request = signal === undefined ? {} : { signal };
  const faults: Record<string, string> = {};
  // Without an answer here nothing else is worth a question.
  await client.ping(request);
  const attempt = <T>(what: string, question: () => Promise<T>) =>
    ask(faults, what, question, signal);
  const [info, version, containers, images, networks] = await Promise.all([
    attempt("info", () => client.readDocument("info", request)),
    attempt("version", () => client.readDocument("version", request)),
    attempt("containers", () => client.readList("containers", request)),
    attempt("images", () => client.readList("images", request)),
    attempt("networks", () => client.readList("networks", request)),
  ]);
  const ids = idsOf(containers);
  const imageIds = idsOf(images);
  const total = ids.length + imageIds.length;
  let done = 0;
  const report = (message: string) =>
    progress?.({ phase: "inspect", message, done: ++done, total, unit: "items" });

  const inspected: Record<string, unknown> = {};
  const changes: Record<string, RecordedChanges> = {};
  await forEach(ids, async (id) => {
    const answer = await attempt(`containers/${id}`, () => client.inspectContainer(id, request));
    if (answer !== undefined) inspected[id] = answer.raw;
    if (drift && (answer?.status === "running" || answer?.status === "paused")) {
      const what = `containers/${id}/changes`;
      const found = await attempt(what, () => client.listContainerChanges(id, request));
      if (found !== undefined) changes[id] = summariseChanges(found);
    }
    report(`container ${id.slice(0, 12)}`);
  });
  const imageDetails: Record<string, { inspect?: unknown; history?: unknown }> = {};
  await forEach(imageIds, async (id) => {
    const [inspect, history] = await Promise.all([
      attempt(`images/${id}`, () => client.inspectImage(id, request)),
      attempt(`images/${id}/history`, () => client.readHistory(id, request)),
    ]);
    imageDetails[id] = {
      ...(inspect === undefined ? {} : { inspect: inspect.raw }),
      ...(history === undefined ? {} : { history }),
    };
    report(`image ${id.replace("sha256:", "").slice(0, 12)}`);
  });
  const execs: Record<string, unknown> = {};
  await forEach(execIdsOf(inspected), async (id) => {
    const answer = await attempt(`exec/${id}`, () => client.inspectExec(id, request));
    if (answer !== undefined) execs[id] = answer;
  });
  const swarm = isManager(info) ? await askSwarm(client, attempt, request) : {};
  const engine = {
    ...given({ info, version, containers, images, networks }),
    ...swarm,
    inspected,
    ...(drift ? { changes } : {}),
    imageDetails,
    execs,
  };
  return { engine: redactAnswer(engine) as Recording["engine"], faults };
}

async function askSwarm(
  client: EngineClient,
  attempt: <T>(what: string, question: () => Promise<T>) => Promise<T | undefined>,
  request: { signal?: AbortSignal },
) {
  const [swarm, services, secrets] = await Promise.all([
    attempt("swarm", () => client.readDocument("swarm", request)),
    attempt("services", () => client.readList("services", request)),
    attempt("secrets", () => client.readList("secrets", request)),
  ]);
  // How many there are is all that rules read of secrets.
  return given({ swarm, services, secrets: secrets?.map(() => ({})) });
}

/** Gives the answer, or writes down why there is none. */
async function ask<T>(
  faults: Record<string, string>,
  what: string,
  question: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    if (signal?.aborted || !isPlimsollError(error)) throw error;
    faults[what] = `${error.code}: ${error.message}`;
    return undefined;
  }
}

async function forEach(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const waiting = ids.values();
  const workers = Array.from({ length: Math.min(concurrency, ids.length) }, async () => {
    for (const id of waiting) await work(id);
  });
  await Promise.all(workers);
}

function idsOf(list: readonly Answer[] | undefined): string[] {
  const ids = (list ?? []).flatMap(({ Id }) => (typeof Id === "string" && Id !== "" ? [Id] : []));
  return [...new Set(ids)].slice(0, maxObjects);
}

function execIdsOf(inspected: Readonly<Record<string, unknown>>): string[] {
  const ids = Object.values(inspected).flatMap((answer) => {
    const { ExecIDs: execs } = answer as Answer;
    return Array.isArray(execs) ? execs.filter((id) => typeof id === "string") : [];
  });
  return ids.slice(0, maxObjects);
}

function isManager(info: Answer | undefined): boolean {
  const swarm = info?.Swarm as { ControlAvailable?: unknown } | null | undefined;
  return typeof swarm === "object" && swarm !== null && swarm.ControlAvailable === true;
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
