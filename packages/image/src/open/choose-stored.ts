import { PlimsollError } from "@plimsoll/core";
import { listNames } from "./list-names.ts";

/** A local store, as far as choosing one of its images goes. */
export interface StoredChoice<Image> {
  images: readonly Image[];
  /** What a name may mean, the surest first. */
  meanings: readonly ((image: Image) => boolean)[];
  /** Images of the same one are the same image under several names. */
  identityOf(image: Image): string;
  namesOf(images: readonly Image[]): string[];
  /** What has the images, at the beginning of a sentence. */
  owner: string;
  reference: string;
}

/**
 * The image that the surest meaning of a name leads to.
 *
 * @throws PlimsollError `NOT_FOUND`, `INVALID_REFERENCE` when several images fit
 */
export function chooseStored<Image>(choice: StoredChoice<Image>): Image {
  const { images, meanings, identityOf, namesOf, owner, reference: subject } = choice;
  for (const fits of meanings) {
    const found = images.filter(fits);
    const identities = new Set(found.map(identityOf));
    if (identities.size === 1) return found[0]!;
    if (identities.size > 1) {
      const action = `Name one of ${listNames(namesOf(found))}.`;
      const message = `${owner} has several such images`;
      throw new PlimsollError("INVALID_REFERENCE", message, { subject, action });
    }
  }
  throw new PlimsollError("NOT_FOUND", `${owner} has no such image`, {
    subject,
    action: images.length > 0 ? `It has ${listNames(namesOf(images))}.` : "It has no images.",
  });
}
