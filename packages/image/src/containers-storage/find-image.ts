import { PlimsollError } from "@plimsoll/core";
import type { Store, StoredImage } from "./store.ts";

/** An image, and the store that has it. */
export interface FoundImage {
  store: Store;
  image: StoredImage;
}

/**
 * The image that `wanted` names: a name as it is stored, one without registry or without tag, a
 * name with a digest, or the beginning of an ID.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE` when several images fit, and what reading
 * the stores throws
 */
export async function findImage(
  stores: readonly Store[],
  wanted: string,
  reference: string,
): Promise<FoundImage> {
  const all: FoundImage[] = [];
  for (const store of stores) {
    for (const image of await store.images()) all.push({ store, image });
  }
  for (const fits of [isExactly, isShortly, isIdOf]) {
    const found = all.filter(({ image }) => fits(image, wanted));
    const ids = new Set(found.map(({ image }) => image.id));
    if (ids.size === 1) return found[0]!;
    if (ids.size > 1) {
      throw new PlimsollError("INVALID_REFERENCE", "The store has several such images", {
        subject: reference,
        action: `Name one of ${shown(found)}.`,
      });
    }
  }
  throw new PlimsollError("NOT_FOUND", "The store has no such image", {
    subject: reference,
    action: all.length > 0 ? `It has ${shown(all)}.` : "It has no images.",
  });
}

function isExactly({ names }: StoredImage, wanted: string): boolean {
  return names.includes(wanted) || names.includes(`${wanted}:latest`);
}

function isShortly({ names, digest }: StoredImage, wanted: string): boolean {
  const [name = "", wantedDigest] = wanted.split("@");
  if (wantedDigest !== undefined) {
    const repositories = names.map((it) => it.replace(/[@:][^/]*$/, ""));
    return digest === wantedDigest && repositories.some((it) => isNamed(it, name));
  }
  return names.some((it) => isNamed(it, wanted) || isNamed(it, `${wanted}:latest`));
}

function isNamed(stored: string, wanted: string): boolean {
  return stored === wanted || stored.endsWith(`/${wanted}`);
}

function isIdOf({ id }: StoredImage, wanted: string): boolean {
  const start = wanted.replace(/^(?:@|sha256:)/, "");
  return /^[0-9a-f]{7,64}$/.test(start) && id.startsWith(start);
}

function shown(found: readonly FoundImage[]): string {
  const names = found.map(({ image }) => image.names[0] ?? image.id.slice(0, 12));
  const first = names.slice(0, 20).join(", ");
  return names.length > 20 ? `${first} and ${names.length - 20} more` : first;
}
