import { PlimsollError } from "@plimsoll/core";
import type { StorePlace } from "./locate-stores.ts";

/** What stands behind `containers-storage:`. */
export interface StorageReference {
  /** Where `storage.conf` shall not say it. */
  place: StorePlace | undefined;
  /** A name, with tag or digest, or an ID. */
  image: string;
}

/**
 * Reads `[[DRIVER@]ROOT[+RUNROOT]]IMAGE` (containers-transports(5)).
 *
 * @throws PlimsollError `INVALID_REFERENCE`
 */
export function parseStorageReference(text: string): StorageReference {
  if (!text.startsWith("[")) return { place: undefined, image: text };
  const found = /^\[(?:([a-z0-9]+)@)?(\/[^\]+:]*)[^\]]*\](.+)$/.exec(text);
  if (found) return { place: { driver: found[1], root: found[2]! }, image: found[3]! };
  throw new PlimsollError("INVALID_REFERENCE", "This does not name a store and an image", {
    subject: text,
    action: "Write it as [overlay@/var/lib/containers/storage]IMAGE, or IMAGE alone.",
  });
}
