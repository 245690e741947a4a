import { open } from "node:fs/promises";
import { toPlimsollError } from "@plimsoll/core";
import type { EngineClient } from "@plimsoll/engine";
import { throwIfAborted } from "../abort.ts";
import type { OpenOptions } from "./options.ts";

/** Does something with the caller's client, or with one that is closed afterwards. */
export async function withEngine<Result>(
  { engine }: OpenOptions,
  use: (client: EngineClient) => Promise<Result>,
): Promise<Result> {
  if (isClient(engine)) return use(engine);
  const { createEngineClient } = await import("@plimsoll/engine");
  const client = createEngineClient(engine);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/**
 * Keeps what an engine streams in a file.
 *
 * @throws PlimsollError `WRITE_FAILED`, `ABORTED`, and what the stream throws
 */
export async function saveStream(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  file: string,
  { signal, progress }: OpenOptions,
): Promise<void> {
  const output = await open(file, "wx", 0o600).catch((error) => {
    throw toPlimsollError(error, "WRITE_FAILED", "The image cannot be saved", { subject: file });
  });
  try {
    let done = 0;
    for await (const chunk of chunks) {
      throwIfAborted(signal);
      await output.appendFile(chunk);
      done += chunk.length;
      progress?.({ phase: "save", message: `Saving ${name}`, done, unit: "bytes" });
    }
  } finally {
    await output.close();
  }
}

/** The signal alone, as clients take it. */
export function signalOf({ signal }: OpenOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

function isClient(value: OpenOptions["engine"]): value is EngineClient {
  return value !== undefined && "exportImage" in value;
}
