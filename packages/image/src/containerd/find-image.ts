import { chooseStored } from "../open/choose-stored.ts";
import type { NamedImage } from "./images.ts";

/**
 * The image that `wanted` names: `[NAMESPACE/]NAME`, where the name may lack its registry or its
 * tag, or a digest.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE` when several images fit
 */
export function findImage<Image extends NamedImage>(
  images: readonly Image[],
  wanted: string,
  reference: string,
): Image {
  return chooseStored({
    images,
    meanings: [isExactly, isShortly, isDigestOf].map((fits) => (image) => fits(image, wanted)),
    identityOf: ({ digest }) => digest,
    namesOf,
    owner: "containerd",
    reference,
  });
}

function isExactly({ namespace, name }: NamedImage, wanted: string): boolean {
  return [wanted, `${wanted}:latest`].some((it) => it === name || it === `${namespace}/${name}`);
}

function isShortly({ namespace, name }: NamedImage, wanted: string): boolean {
  const own = wanted.startsWith(`${namespace}/`) ? wanted.slice(namespace.length + 1) : wanted;
  return [wanted, own].some((it) => name.endsWith(`/${it}`) || name.endsWith(`/${it}:latest`));
}

function isDigestOf({ digest }: NamedImage, wanted: string): boolean {
  return digest === wanted.replace(/^.*@/, "");
}

function namesOf(images: readonly NamedImage[]): string[] {
  // The CRI plugin names each image by its ID too.
  return images
    .filter(({ name }) => !name.startsWith("sha256:"))
    .map(({ namespace, name }) => `${namespace}/${name}`);
}
