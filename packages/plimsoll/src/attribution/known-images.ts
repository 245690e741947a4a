import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "@plimsoll/image";

/** An image that was checked on this machine. */
export interface KnownImage {
  reference: string;
  /** Digest of its manifest, or its image ID where it has none. */
  digest?: string;
  imageId: string;
  /** How many layers it has. */
  layers: number;
}

/** The images that were checked on this machine, by all of their layers and by their digest. */
export interface KnownImages {
  /** Images of exactly these layers. */
  byChain(chainId: string): Promise<readonly KnownImage[]>;
  byDigest(digest: string): Promise<{ image: KnownImage; chainId: string } | undefined>;
  /** All of them, as far as they are looked at; the order tells nothing. */
  list(): Promise<readonly KnownImage[]>;
  /** Keeps an image; without effect when it cannot be written. */
  remember(image: KnownImage, chainId: string): Promise<void>;
}

/** Names of one image: tags come and go. */
const mostPerChain = 8;
const mostBytes = 64 * 1024;
/** Files that a listing reads. */
const mostFiles = 5_000;

/**
 * Opens the index in a folder: a small file for each chainID (image-spec, config.md) and one for
 * each digest. Any number of processes may share it. Neither reading nor writing ever fails.
 */
export function openKnownImages(directory: string): KnownImages {
  const fileOf = (key: string) => `${createHash("sha256").update(key).digest("hex")}.json`;
  const byChain = async (chainId: string) => {
    const value = await readJson(join(directory, fileOf(chainId)));
    return isRecord(value) && Array.isArray(value.images) ? value.images.filter(isKnownImage) : [];
  };
  return {
    byChain,
    async byDigest(digest) {
      const value = await readJson(join(directory, fileOf(digest)));
      const chainId = isRecord(value) ? value.chainId : undefined;
      if (typeof chainId !== "string") return undefined;
      const image = (await byChain(chainId)).find((it) => it.digest === digest);
      return image && { image, chainId };
    },
    async list() {
      const names = await readdir(directory).catch(() => []);
      const files = names.filter((name) => name.endsWith(".json")).slice(0, mostFiles);
      const images: KnownImage[] = [];
      for (const name of files) {
        const value = await readJson(join(directory, name));
        if (isRecord(value) && Array.isArray(value.images)) {
          images.push(...value.images.filter(isKnownImage));
        }
      }
      return images;
    },
    async remember(image, chainId) {
      const known = await byChain(chainId);
      const [last] = known;
      if (last && JSON.stringify(last) === JSON.stringify(image)) return;
      const others = known.filter(({ reference }) => reference !== image.reference);
      const images = [image, ...others].slice(0, mostPerChain);
      await writeWhole(directory, fileOf(chainId), JSON.stringify({ images }));
      if (image.digest === undefined) return;
      await writeWhole(directory, fileOf(image.digest), JSON.stringify({ chainId }));
    },
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    const text = await readFile(path, "utf8");
    return text.length > mostBytes ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isKnownImage(value: unknown): value is KnownImage {
  if (!isRecord(value)) return false;
  const { reference, digest, imageId, layers } = value;
  return (
    typeof reference === "string" &&
    (digest === undefined || typeof digest === "string") &&
    typeof imageId === "string" &&
    typeof layers === "number"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
