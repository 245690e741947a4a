import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isPlimsollError, type Platform, PlimsollError, type Subject } from "@plimsoll/core";
import type { ContainerChange, EngineClient, EngineContainer } from "@plimsoll/engine";
import type { ImageConfig } from "../config.ts";
import type { Image, Layer, LayerContent } from "../image.ts";
import { openArchive } from "./archive-store.ts";
import { platformOf } from "./assemble-image.ts";
import { toChangedPaths } from "./container-changes.ts";
import { saveStream, signalOf, withEngine } from "./engine.ts";
import { isObject } from "./json.ts";
import { listNames } from "./list-names.ts";
import { openDockerArchive } from "./open-docker-archive.ts";
import type { OpenOptions } from "./options.ts";
import { parseRun } from "./parse-config.ts";
import { defaultPlatform } from "./platform.ts";
import { createTempFolder, type TempFolder } from "./temp-folder.ts";

/**
 * Opens a container of Docker or Podman, running or not: the layers of its image and one more, a
 * pseudo layer of what the container itself changed. When the engine no longer has the image, or
 * does not tell the changes, all of its files are one pseudo layer.
 *
 * @throws PlimsollError `NOT_FOUND`, what the engine's client throws, and what `openDockerArchive`
 * throws
 */
export async function openContainer(
  reference: string,
  name: string,
  platform: Platform | undefined,
  options: OpenOptions,
): Promise<Image> {
  const folder = await createTempFolder(options.tempDirectory);
  try {
    return await withEngine(options, (engine) =>
      new ContainerOpening(engine, folder, platform, options).open(reference, name),
    );
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** Failures after which the container can still be looked at without its image. */
const withoutImage: readonly string[] = ["NOT_FOUND", "SERVER_ERROR", "LIMIT_EXCEEDED"];

class ContainerOpening {
  readonly #engine: EngineClient;
  readonly #folder: TempFolder;
  readonly #platform: Platform | undefined;
  readonly #options: OpenOptions;

  constructor(
    engine: EngineClient,
    folder: TempFolder,
    platform: Platform | undefined,
    options: OpenOptions,
  ) {
    this.#engine = engine;
    this.#folder = folder;
    this.#platform = platform;
    this.#options = options;
  }

  async open(reference: string, name: string): Promise<Image> {
    const container = await this.#find(name);
    const { id } = container;
    const image = await this.#orNothing(() => this.#openImage(container));
    const file = join(this.#folder.path, "container.tar");
    const signal = signalOf(this.#options);
    await saveStream(this.#engine.exportContainer(id, signal), name, file, this.#options);
    // Told afterwards, so that nothing of them was changed before it was saved.
    const changes =
      image && (await this.#orNothing(() => this.#engine.listContainerChanges(id, signal)));
    const content = await contentOf(file, changes);
    return assembleContainer(reference, container, changes ? image : undefined, content, {
      platform: this.#platform ?? defaultPlatform(),
      close: () => this.#folder.remove(),
    });
  }

  async #find(name: string): Promise<EngineContainer> {
    try {
      return await this.#engine.inspectContainer(name, signalOf(this.#options));
    } catch (error) {
      if (!isPlimsollError(error) || error.code !== "NOT_FOUND") throw error;
      const names = await this.#engine.listContainers(signalOf(this.#options)).catch(() => []);
      throw new PlimsollError("NOT_FOUND", error.message, {
        subject: error.subject,
        action:
          names.length > 0
            ? `It has ${listNames(names)}.`
            : "It has no containers; start one first.",
        cause: error,
      });
    }
  }

  async #openImage({ imageId, imageName }: EngineContainer): Promise<Image> {
    const { signal } = this.#options;
    const file = join(this.#folder.path, "image.tar");
    // Not by its name, which may lead to another image by now.
    const image = await this.#engine.inspectImage(imageId, signalOf(this.#options));
    const saved = this.#engine.exportImage(image.id, signalOf(this.#options));
    await saveStream(saved, imageName || imageId, file, this.#options);
    const store = await openArchive(file, { tempDirectory: this.#folder.path, signal });
    return openDockerArchive({
      reference: imageName,
      source: "docker-daemon",
      store,
      selector: undefined,
      platform: this.#platform,
      signal,
      close: async () => {},
    });
  }

  async #orNothing<Result>(get: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await get();
    } catch (error) {
      if (isPlimsollError(error) && withoutImage.includes(error.code)) return undefined;
      throw error;
    }
  }
}

async function contentOf(
  path: string,
  changes: readonly ContainerChange[] | undefined,
): Promise<LayerContent> {
  const { size: length } = await stat(path);
  const file = { kind: "file", path, offset: 0, length } as const;
  return changes ? { ...file, changes: toChangedPaths(changes) } : file;
}

function assembleContainer(
  reference: string,
  container: EngineContainer,
  image: Image | undefined,
  content: LayerContent,
  { platform: wanted, close }: { platform: Platform; close: () => Promise<void> },
): Image {
  const config = containerConfig(container, image, wanted);
  const platform = platformOf(config);
  const { id, name, imageId, imageName, created } = container;
  const subject: Subject = {
    kind: "container",
    reference,
    source: "container",
    ...((image?.imageId || imageId) && { imageId: image?.imageId ?? imageId }),
    platform,
    ...(created && { created }),
    container: { id, name, image: imageName },
  };
  const own: Layer = {
    index: image?.layers.length ?? 0,
    diffId: "",
    createdBy: `container ${name}`,
    content: async () => content,
  };
  const layers = [...(image?.layers ?? []), own];
  return {
    subject,
    platform,
    config,
    imageId: image?.imageId ?? imageId,
    annotations: image?.annotations ?? {},
    layers,
    close,
  };
}

/** The image's configuration with what the container was started with. */
function containerConfig(
  { config: raw, name, created }: EngineContainer,
  image: Image | undefined,
  { os, architecture, variant }: Platform,
): ImageConfig {
  const base = image?.config;
  // A history without the image's own instructions would tell nothing about any layer.
  const isTold = base === undefined || base.history.length > 0;
  const own = { ...(created && { created }), createdBy: `container ${name}`, emptyLayer: false };
  return {
    ...(base ?? { os, architecture, ...(variant && { variant }) }),
    run: parseRun(raw),
    history: isTold ? [...(base?.history ?? []), own] : [],
    diffIds: [...(base?.diffIds ?? []), ""],
    raw: { ...(isObject(base?.raw) ? base.raw : {}), config: raw },
  };
}
