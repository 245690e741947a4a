import { chooseStored } from "../open/choose-stored.ts";
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
  return chooseStored<FoundImage>({
    images: all,
    meanings: [isExactly, isShortly, isIdOf].map(
      (fits) =>
        ({ image }) =>
          fits(image, wanted),
    ),
    identityOf: ({ image }) => image.id,
    namesOf: (found) => found.map(({ image }) => image.names[0] ?? image.id.slice(0, 12)),
    owner: "The store",
    reference,
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
