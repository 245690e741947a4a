import { PlimsollError } from "@plimsoll/core";
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
  for (const fits of [isExactly, isShortly, isDigestOf]) {
    const found = images.filter((image) => fits(image, wanted));
    const digests = new Set(found.map(({ digest }) => digest));
    if (digests.size === 1) return found[0]!;
    if (digests.size > 1) {
      throw new PlimsollError("INVALID_REFERENCE", "containerd has several such images", {
        subject: reference,
        action: `Name one of ${shown(found)}.`,
      });
    }
  }
  throw new PlimsollError("NOT_FOUND", "containerd has no such image", {
    subject: reference,
    action: images.length > 0 ? `It has ${shown(images)}.` : "It has no images.",
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

function shown(images: readonly NamedImage[]): string {
  // The CRI plugin names each image by its ID too.
  const names = images
    .filter(({ name }) => !name.startsWith("sha256:"))
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const first = names.slice(0, 20).join(", ");
  return names.length > 20 ? `${first} and ${names.length - 20} more` : first;
}
