import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Platform, PlimsollError } from "@plimsoll/core";
import type { Image } from "../image.ts";
import { folderStore } from "../open/file-store.ts";
import { openManifestImage } from "../open/manifest-image.ts";
import { layoutBlobs } from "../open/open-oci-layout.ts";
import { findImage } from "./find-image.ts";
import { listImages } from "./images.ts";

/** Where containerd keeps its data: by itself, as part of Docker, and of K3s. */
const usualRoots = [
  "/var/lib/containerd",
  "/var/lib/docker/containerd/daemon",
  "/var/lib/rancher/k3s/agent/containerd",
];
const databaseName = "io.containerd.metadata.v1.bolt/meta.db";
const contentName = "io.containerd.content.v1.content";

/**
 * Opens an image of containerd's store, read from its files: also of Docker's, where it keeps its
 * images there.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE`, `READ_FAILED`, and what
 * `openManifestImage` throws
 */
export async function openContainerdImage(
  reference: string,
  rest: string,
  platform: Platform | undefined,
  signal: AbortSignal | undefined,
): Promise<Image> {
  const { roots, image: wanted } = await locate(rest, reference);
  const images = roots.flatMap((root) =>
    listImages(join(root, databaseName)).map((image) => ({ ...image, root })),
  );
  const { root, digest, mediaType } = findImage(images, wanted, reference);
  const store = layoutBlobs(folderStore(join(root, contentName)), reference, signal);
  return openManifestImage({
    reference,
    source: "containerd",
    root: await store.fetchManifest({ digest, mediaType, size: 0 }),
    platform,
    store,
    close: async () => {},
  });
}

/** Reads `[[ROOT]]IMAGE`; without a root, those of the usual folders that hold a store. */
async function locate(rest: string, reference: string) {
  const named = /^\[(\/[^\]]*)\](.+)$/.exec(rest);
  if (named) return { roots: [named[1]!], image: named[2]! };
  if (rest.startsWith("[")) {
    throw new PlimsollError("INVALID_REFERENCE", "This does not name a store and an image", {
      subject: reference,
      action: "Write it as containerd:[/var/lib/containerd]IMAGE, or IMAGE alone.",
    });
  }
  const roots: string[] = [];
  for (const root of usualRoots) if (await mayBeThere(root)) roots.push(root);
  if (roots.length > 0) return { roots, image: rest };
  throw new PlimsollError("NOT_FOUND", "There is no store of containerd", {
    subject: usualRoots.join(", "),
    action: "Name it, e.g. containerd:[/var/lib/containerd]IMAGE.",
  });
}

// Whoever may not look is told so when the database is opened.
async function mayBeThere(root: string): Promise<boolean> {
  return access(join(root, databaseName)).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === "EACCES",
  );
}
