import type { Platform } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { openContainerdImage } from "../containerd/open-containerd.ts";
import { openStorageImage } from "../containers-storage/open-storage.ts";
import type { Image } from "../image.ts";
import { openArchive } from "./archive-store.ts";
import { folderStore } from "./file-store.ts";
import { locatePath } from "./located-path.ts";
import { openContainer } from "./open-container.ts";
import { openDaemonImage } from "./open-daemon.ts";
import { openDockerArchive } from "./open-docker-archive.ts";
import { openFolder } from "./open-folder.ts";
import { openOciLayout } from "./open-oci-layout.ts";
import { openRegistryImage } from "./open-registry.ts";
import type { OpenOptions } from "./options.ts";
import { parsePlatform } from "./platform.ts";
import { parseSource } from "./source.ts";

/**
 * Opens an image: reads its manifest and configuration and verifies their digests. Layers are not
 * read before they are walked.
 *
 * - `debian:12`, `registry:ghcr.io/acme/shop@sha256:…`: a registry
 * - `docker-daemon:NAME`: Docker or Podman on this machine
 * - `container:NAME`: a container of Docker or Podman, running or not, with its changes
 * - `containers-storage:NAME`: the local store of Podman, Buildah or skopeo
 * - `containerd:[NAMESPACE/]NAME`: the local store of containerd, also as part of Docker or K3s
 * - `docker-archive:FILE[:NAME:TAG]`: the output of `docker save`, compressed or not
 * - `oci-dir:FOLDER[:TAG]`, `oci-archive:FILE[:TAG]`: an OCI image layout; `@DIGEST` chooses too
 * - `dir:FOLDER`: a root file system
 *
 * @example
 * const image = await openImage("oci-dir:./image", { platform: "linux/arm64" });
 * try { … } finally { await image.close(); }
 *
 * @throws PlimsollError `INVALID_REFERENCE`, `INVALID_ARGUMENT`, `NOT_FOUND`, `UNSUPPORTED`,
 * `MALFORMED`, `DIGEST_MISMATCH`, `LIMIT_EXCEEDED`, `READ_FAILED`, `WRITE_FAILED`, `ABORTED`, and
 * what the registry's or the engine's client throws
 */
export async function openImage(reference: string, options: OpenOptions = {}): Promise<Image> {
  const { signal } = options;
  throwIfAborted(signal);
  const { kind, rest } = parseSource(reference);
  const platform = options.platform === undefined ? undefined : parsePlatform(options.platform);
  switch (kind) {
    case "registry":
      return openRegistryImage(reference, rest, platform, options);
    case "docker-daemon":
      return openDaemonImage(reference, rest, platform, options);
    case "container":
      return openContainer(reference, rest, platform, options);
    case "containers-storage":
      return openStorageImage(reference, rest, platform);
    case "containerd":
      return openContainerdImage(reference, rest, platform, signal);
    case "dir":
      return openFolder(reference, rest, platform);
    case "oci-dir":
      return openLayoutFolder(reference, rest, platform, signal);
    case "oci-archive":
    case "docker-archive":
      return openArchivedImage(kind, reference, rest, platform, options);
  }
}

async function openLayoutFolder(
  reference: string,
  rest: string,
  platform: Platform | undefined,
  signal: AbortSignal | undefined,
): Promise<Image> {
  const { path, selector } = await locatePath(rest);
  return openOciLayout({
    reference,
    source: "oci-dir",
    store: folderStore(path),
    selector,
    platform,
    signal,
    close: async () => {},
  });
}

async function openArchivedImage(
  source: "oci-archive" | "docker-archive",
  reference: string,
  rest: string,
  platform: Platform | undefined,
  { tempDirectory, signal }: OpenOptions,
): Promise<Image> {
  const { path, selector } = await locatePath(rest);
  const store = await openArchive(path, { tempDirectory, signal });
  const parts = { reference, store, selector, platform, signal, close: () => store.close() };
  try {
    return source === "oci-archive"
      ? await openOciLayout({ ...parts, source })
      : await openDockerArchive({ ...parts, source });
  } catch (error) {
    await store.close();
    throw error;
  }
}
