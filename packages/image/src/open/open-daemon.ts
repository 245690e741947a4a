import { join } from "node:path";
import type { Platform } from "@plimsoll/core";
import type { Image } from "../image.ts";
import { openArchive } from "./archive-store.ts";
import { saveStream, signalOf, withEngine } from "./engine.ts";
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
    await withEngine(options, (engine) =>
      saveStream(engine.exportImage(name, signalOf(options)), name, file, options),
    );
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
