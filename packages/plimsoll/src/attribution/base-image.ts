import { type BaseImage, type Incomplete, toPlimsollError } from "@plimsoll/core";
import { chainIdsOf, type Image } from "@plimsoll/image";
import type { KnownImages } from "./known-images.ts";

/** An image that may be the base. */
export type NamedImage = Pick<Image, "layers" | "manifestDigest">;

export interface BaseSearch {
  image: Pick<Image, "annotations" | "config" | "imageId" | "layers" | "subject">;
  /** As the user names it. */
  option?: string | undefined;
  /** As the Dockerfile's `FROM` names it, and how many layers its instructions leave to it. */
  dockerfile?: { base?: string | undefined; baseLayers: number } | undefined;
  known?: KnownImages | undefined;
  /** Opens an image by its reference. */
  open: (reference: string) => Promise<NamedImage>;
  /** Whether an image that an annotation names may be opened. */
  mayFetch: (reference: string) => boolean;
}

export interface FoundBase {
  baseImage?: BaseImage;
  incomplete: Incomplete[];
}

/** image-spec, annotations.md */
const baseName = "org.opencontainers.image.base.name";
const baseDigest = "org.opencontainers.image.base.digest";

/**
 * Finds the base image. What names it is believed only when its layers are the image's own first
 * ones: the user's word, annotations, a `FROM` with a digest; then the image checked before that
 * shares most layers; then what the Dockerfile's instructions leave.
 */
export async function findBaseImage(search: BaseSearch): Promise<FoundBase> {
  const { image, option, dockerfile } = search;
  const incomplete: Incomplete[] = [];
  if (option !== undefined) {
    const baseImage = await resolve(search, option, "option", incomplete);
    if (baseImage) return { baseImage, incomplete };
  }
  const { labels } = image.config.run;
  const digest = image.annotations[baseDigest] ?? labels[baseDigest];
  const name = image.annotations[baseName] ?? labels[baseName];
  const from = dockerfile?.base?.includes("@") ? dockerfile.base : undefined;
  const baseImage =
    (digest && (await byDigest(search, digest, name, "annotation"))) ||
    (from && (await byDigest(search, from.slice(from.indexOf("@") + 1), from, "from"))) ||
    (await longestKnown(search)) ||
    fromDockerfile(dockerfile);
  return { ...(baseImage && { baseImage }), incomplete };
}

/** Opens the image that the user named, and holds its layers against the subject's. */
async function resolve(
  { image, open }: BaseSearch,
  reference: string,
  knownBy: BaseImage["knownBy"],
  incomplete: Incomplete[],
): Promise<BaseImage | undefined> {
  const report = (code: string, why: string) =>
    incomplete.push({ code, what: `base image ${reference}`, why });
  try {
    const base = await open(reference);
    const layers = sharedLayers(image, base);
    if (layers !== undefined) {
      const digest = base.manifestDigest;
      return { reference, ...(digest && { digest }), layers, knownBy };
    }
    report(
      "INVALID_ARGUMENT",
      "Its layers are not the first ones of the image: it was not built upon this.",
    );
  } catch (cause) {
    const { code, message } = toPlimsollError(cause, "INTERNAL", "It cannot be opened");
    report(code, message);
  }
  return undefined;
}

async function byDigest(
  search: BaseSearch,
  digest: string,
  name: string | undefined,
  knownBy: BaseImage["knownBy"],
): Promise<BaseImage | undefined> {
  const { image, known, mayFetch, open } = search;
  const reference = name?.split("@", 1)[0];
  const found = await known?.byDigest(digest);
  if (found && chainIdsOf(diffIdsOf(image))[found.image.layers - 1] === found.chainId) {
    const { layers } = found.image;
    return { reference: reference ?? found.image.reference, digest, layers, knownBy };
  }
  if (reference === undefined || !mayFetch(reference)) return undefined;
  // An annotation is a hint: what cannot be had is no fault of the image.
  const base = await open(`${reference}@${digest}`).catch(() => undefined);
  const layers = base && sharedLayers(image, base);
  return layers === undefined ? undefined : { reference, digest, layers, knownBy };
}

async function longestKnown({ image, known }: BaseSearch): Promise<BaseImage | undefined> {
  if (known === undefined) return undefined;
  const chainIds = chainIdsOf(diffIdsOf(image));
  for (let layers = chainIds.length; layers > 0; layers -= 1) {
    const images = await known.byChain(chainIds[layers - 1]!);
    // An image of the same layers is the base of one that only changed the configuration.
    const base = images.find(({ imageId, reference }) =>
      layers < chainIds.length
        ? true
        : imageId !== image.imageId && reference !== image.subject.reference,
    );
    if (base) {
      const { reference, digest } = base;
      return { reference, ...(digest && { digest }), layers, knownBy: "scanned" };
    }
  }
  return undefined;
}

function fromDockerfile(dockerfile: BaseSearch["dockerfile"]): BaseImage | undefined {
  if (dockerfile === undefined) return undefined;
  const { base, baseLayers } = dockerfile;
  return { ...(base && { reference: base }), layers: baseLayers, knownBy: "dockerfile" };
}

/** How many layers the base has, when they are the image's first ones. */
function sharedLayers(image: Pick<Image, "layers">, base: NamedImage): number | undefined {
  const own = diffIdsOf(image);
  const layers = diffIdsOf(base);
  const isPrefix = layers.length <= own.length && layers.every((diffId, i) => diffId === own[i]);
  return isPrefix ? layers.length : undefined;
}

function diffIdsOf({ layers }: Pick<Image, "layers">): string[] {
  return layers.map(({ diffId }) => diffId);
}
