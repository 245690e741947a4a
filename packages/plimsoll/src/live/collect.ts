import type { Recording } from "@plimsoll/audit";
import type { Progress } from "@plimsoll/core";

export interface CollectLiveOptions {
  /** The engine's address as in `DOCKER_HOST`. Default: `DOCKER_HOST`, Docker's context, then the usual sockets. */
  dockerHost?: string;
  /** Folder where the root of the engine's machine is mounted. Default: this machine's own. */
  root?: string;
  /** How long the engine may send nothing, in milliseconds. Default: 30 000. */
  timeoutMs?: number;
  /** Also ask each running container what it changed of its image's files. Default: no. */
  drift?: boolean;
  now?: Date;
  signal?: AbortSignal;
  progress?: Progress;
}

/**
 * Writes down what rules over a running engine read, without secrets. Starts no program and changes
 * nothing.
 *
 * @throws PlimsollError `UNREACHABLE` and others when the engine cannot be asked at all, `ABORTED`
 */
export async function collectLive(options: CollectLiveOptions = {}): Promise<Recording> {
  // The rules are large, and checks of images need none of this.
  const [
    { recordingKind, recordingVersion, socketOfAddress },
    { createEngineClient, formatAddress, locateEngine },
    { collectEngine },
    { collectHost },
  ] = await Promise.all([
    import("@plimsoll/audit"),
    import("@plimsoll/engine"),
    import("./collect-engine.ts"),
    import("./collect-host.ts"),
  ]);
  const { signal, progress } = options;
  const { address, tls } = await locateEngine(options.dockerHost);
  const host = formatAddress(address);
  const client = createEngineClient({
    host,
    ...(tls === undefined ? {} : { tls }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  try {
    const { engine, faults } = await collectEngine(client, {
      ...(options.drift === undefined ? {} : { drift: options.drift }),
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    progress?.({ phase: "inspect", message: "the host's files" });
    const info = (engine.info ?? {}) as Readonly<Record<string, unknown>>;
    const containerd = info.Containerd as { Address?: unknown } | null | undefined;
    const machine = {
      socket: socketOfAddress(host),
      kernel: textOf(info.KernelVersion),
      name: textOf(info.Name),
      dataRoot: textOf(info.DockerRootDir),
      containerdAddress: textOf(containerd?.Address),
    };
    return {
      kind: recordingKind,
      schemaVersion: recordingVersion,
      takenAt: (options.now ?? new Date()).toISOString(),
      address: host,
      engine,
      host: await collectHost(machine, options.root),
      faults,
    };
  } finally {
    await client.close();
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
