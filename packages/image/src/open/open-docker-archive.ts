import { type Platform, PlimsollError } from "@plimsoll/core";
import { digestOf, isDigest, verifyDigest } from "../digest.ts";
import type { Image } from "../image.ts";
import { assembleImage, platformOf } from "./assemble-image.ts";
import { type FileStore, readSmallFile } from "./file-store.ts";
import { isObject, type JsonObject, textOf, textsOf } from "./json.ts";
import { verifyPlatform } from "./manifest-image.ts";
import { parseImageConfig } from "./parse-config.ts";

export interface DockerArchiveParts {
  reference: string;
  source: "docker-archive" | "docker-daemon";
  store: FileStore;
  /** `name:tag` to choose among the archive's images. */
  selector: string | undefined;
  platform: Platform | undefined;
  signal: AbortSignal | undefined;
  close: () => Promise<void>;
}

/**
 * Opens an image that `docker save` wrote: `manifest.json`, a configuration and layers, in folders
 * named after layers or in `blobs/sha256`.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE`, `MALFORMED`, `UNSUPPORTED`,
 * `DIGEST_MISMATCH`, `LIMIT_EXCEEDED`
 */
export async function openDockerArchive(parts: DockerArchiveParts): Promise<Image> {
  const { reference, source, store, selector, platform, signal, close } = parts;
  const entry = choose(await readManifest(store, reference, signal), selector, reference);
  const configPath = textOf(entry.Config);
  if (configPath === undefined) {
    throw new PlimsollError("MALFORMED", "manifest.json names no configuration", {
      subject: reference,
    });
  }
  const bytes = await readSmallFile(store, configPath, signal);
  const stated = digestInPath(configPath);
  if (stated) verifyDigest(bytes, stated, "The image's configuration");
  const config = parseImageConfig(bytes, reference);
  if (platform) verifyPlatform(platformOf(config), platform, reference);
  const layers = await Promise.all(
    textsOf(entry.Layers).map(async (path) => {
      const content = await store.locate(path);
      const digest = digestInPath(path);
      return {
        sizeBytes: content.length,
        ...(digest && { digest }),
        content: async () => content,
      };
    }),
  );
  return assembleImage({ reference, source, config, imageId: digestOf(bytes), layers, close });
}

async function readManifest(
  store: FileStore,
  subject: string,
  signal: AbortSignal | undefined,
): Promise<JsonObject[]> {
  let bytes: Buffer;
  try {
    bytes = await readSmallFile(store, "manifest.json", signal);
  } catch (cause) {
    throw new PlimsollError("NOT_FOUND", "The archive has no manifest.json", {
      subject,
      action: "Save the image with docker save; for an archived OCI layout use oci-archive:",
      cause,
    });
  }
  try {
    const entries: unknown = JSON.parse(bytes.toString());
    if (Array.isArray(entries)) return entries.filter(isObject);
  } catch {
    // Said below.
  }
  throw new PlimsollError("MALFORMED", "manifest.json is not a list", { subject });
}

function choose(
  entries: readonly JsonObject[],
  selector: string | undefined,
  subject: string,
): JsonObject {
  const tags = entries.flatMap((entry) => textsOf(entry.RepoTags)).slice(0, 20);
  const chosen =
    selector === undefined
      ? entries
      : entries.filter((entry) => textsOf(entry.RepoTags).some((tag) => isNamed(tag, selector)));
  const [first] = chosen;
  if (first && chosen.length === 1) return first;
  const action = tags.length > 0 ? `Add a colon and one of ${tags.join(", ")}.` : undefined;
  if (first) {
    throw new PlimsollError("INVALID_REFERENCE", "The archive has several images", {
      subject,
      action,
    });
  }
  throw new PlimsollError("NOT_FOUND", "The archive has no such image", { subject, action });
}

// Docker writes short names, Podman full ones.
function isNamed(tag: string, selector: string): boolean {
  return tag === selector || tag === `${selector}:latest` || tag.endsWith(`/${selector}`);
}

function digestInPath(path: string): string | undefined {
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
  const digest = `sha256:${hex}`;
  return isDigest(digest) ? digest : undefined;
}
