import { open } from "node:fs/promises";
import { join } from "node:path";
import { type Platform, toPlimsollError } from "@plimsoll/core";
import type { EngineClient, EngineOptions } from "@plimsoll/engine";
import { throwIfAborted } from "../abort.ts";
import type { Image } from "../image.ts";
import { openArchive } from "./archive-store.ts";
import { openDockerArchive } from "./open-docker-archive.ts";
import type { OpenOptions } from "./options.ts";
import { createTempFolder } from "./temp-folder.ts";

/** Opens an image of a Docker or Podman daemon: it is saved to a temporary file until `close`. */
export async function openDaemonImage(
  reference: string,
  name: string,
  platform: Platform | undefined,
  options: OpenOptions,
): Promise<Image> {
  const { signal } = options;
  const folder = await createTempFolder(options.tempDirectory);
  try {
    const file = join(folder.path, "image.tar");
    await saveImage(name, file, options);
    const store = await openArchive(file, { tempDirectory: folder.path, signal });
    return await openDockerArchive({
      reference,
      source: "docker-daemon",
      store,
      selector: undefined,
      platform,
      signal,
      close: () => folder.remove(),
    });
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function saveImage(name: string, file: string, options: OpenOptions): Promise<void> {
  const { signal, progress } = options;
  const given = isClient(options.engine) ? options.engine : undefined;
  const client = given ?? (await connect(options.engine as EngineOptions | undefined));
  const output = await open(file, "wx", 0o600).catch((error) => {
    throw toPlimsollError(error, "WRITE_FAILED", "The image cannot be saved", { subject: file });
  });
  try {
    let done = 0;
    for await (const chunk of client.exportImage(name, { ...(signal && { signal }) })) {
      throwIfAborted(signal);
      await output.appendFile(chunk);
      done += chunk.length;
      progress?.({ phase: "save", message: `Saving ${name}`, done, unit: "bytes" });
    }
  } finally {
    await output.close();
    if (given === undefined) await client.close();
  }
}

async function connect(options: EngineOptions | undefined): Promise<EngineClient> {
  const { createEngineClient } = await import("@plimsoll/engine");
  return createEngineClient(options);
}

function isClient(value: OpenOptions["engine"]): value is EngineClient {
  return value !== undefined && "exportImage" in value;
}
