import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { textOf, textsOf } from "../open/json.ts";
import type { StorePlace } from "./locate-stores.ts";
import { isDenied, readStoreFile, readStoreList } from "./read-json.ts";

/** An image of a store. */
export interface StoredImage {
  id: string;
  /** Of its manifest, or of the index that it was chosen from. */
  digest: string | undefined;
  names: readonly string[];
  /** ID of its newest layer; `undefined` for an image without layers. */
  layer: string | undefined;
}

/** A layer of a store. */
export interface StoredDiff {
  id: string;
  parent: string | undefined;
  /** Digest of the tar. */
  diffId: string | undefined;
  sizeBytes: number | undefined;
}

/** IDs become paths. */
const idPattern = /^[0-9a-f]{64}$/;
/** Manifests and configurations; as other sources bound them. */
const bigDataBytes = 4 << 20;

/** The files of one store of containers/storage (docs/containers-storage.md; store.go). */
export class Store {
  readonly #place: { driver: string; root: string };

  private constructor(place: { driver: string; root: string }) {
    this.#place = place;
  }

  /**
   * `undefined` when no store is there.
   *
   * @throws PlimsollError `READ_FAILED`
   */
  static async open({ driver, root }: StorePlace): Promise<Store | undefined> {
    let names: string[];
    try {
      names = await readdir(root);
    } catch (error) {
      if (!isDenied(error)) return undefined;
      throw new PlimsollError("READ_FAILED", "The store cannot be read: access is denied", {
        subject: root,
        action:
          "Run this as root (of a rootless store: in `podman unshare`), or use docker-daemon:.",
        cause: error,
      });
    }
    const found = names
      .filter((name) => name.endsWith("-images"))
      .map((name) => name.slice(0, -"-images".length));
    const chosen = found.find((name) => name === driver) ?? found[0];
    return chosen === undefined ? undefined : new Store({ driver: chosen, root });
  }

  /** @throws PlimsollError `READ_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED` */
  async images(): Promise<StoredImage[]> {
    const list = (await readStoreList(this.#path("images", "images.json"))) ?? [];
    return list.flatMap((it) => {
      const id = textOf(it.id);
      if (id === undefined || !idPattern.test(id)) return [];
      return [{ id, digest: textOf(it.digest), names: textsOf(it.names), layer: textOf(it.layer) }];
    });
  }

  /** @throws PlimsollError `READ_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED` */
  async layers(): Promise<Map<string, StoredDiff>> {
    const list = (await readStoreList(this.#path("layers", "layers.json"))) ?? [];
    const found = new Map<string, StoredDiff>();
    for (const it of list) {
      const id = textOf(it.id);
      if (id === undefined || !idPattern.test(id)) continue;
      const size = it["diff-size"];
      found.set(id, {
        id,
        parent: textOf(it.parent),
        diffId: textOf(it["diff-digest"]),
        sizeBytes: typeof size === "number" && size >= 0 ? size : undefined,
      });
    }
    return found;
  }

  /**
   * What is kept beside an image under `key`; `undefined` for nothing.
   *
   * @throws PlimsollError `READ_FAILED`, `LIMIT_EXCEEDED`
   */
  bigData(image: string, key: string): Promise<Buffer | undefined> {
    return readStoreFile(join(this.#path("images", image), fileNameOf(key)), bigDataBytes);
  }

  /** The headers of a layer's archive, as tar-split keeps them. */
  tarSplitPath(layer: string): string {
    return this.#path("layers", `${layer}.tar-split.gz`);
  }

  /** Where the files of a layer are; with `vfs`, those of all layers below it too. */
  filesPath(layer: string): string {
    const { driver, root } = this.#place;
    return driver === "vfs" ? join(root, "vfs/dir", layer) : join(root, driver, layer, "diff");
  }

  /** True when a folder holds the files of one layer, and marks for what that deletes. */
  get isOverlay(): boolean {
    return this.#place.driver === "overlay";
  }

  #path(kind: "images" | "layers", name: string): string {
    const { driver, root } = this.#place;
    return join(root, `${driver}-${kind}`, name);
  }
}

// containers/storage, lib.go: makeBigDataBaseName.
function fileNameOf(key: string): string {
  return /^[a-z0-9.]+$/.test(key) ? key : `=${Buffer.from(key).toString("base64")}`;
}
