import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { embeddedRoots } from "./embedded.ts";

/** A Sigstore instance that publishes its trusted root by TUF. */
export interface SigstoreInstance {
  /** Names it in reports and in the cache folder. */
  readonly name: string;
  /** Where its TUF metadata is: https, or http on this machine. */
  readonly url: string;
  /** The first `root.json` to trust; may be left out for an instance whose roots are embedded. */
  readonly root?: Uint8Array | undefined;
}

/**
 * The instance with this name, of those whose roots are embedded.
 *
 * @throws PlimsollError `NOT_FOUND`
 */
export function findInstance(name: string): SigstoreInstance {
  const known = embeddedRoots.find((root) => root.name === name);
  if (known) return { name, url: known.url };
  throw new PlimsollError("NOT_FOUND", "No Sigstore instance of this name is known", {
    subject: name,
    action: `Known: ${embeddedRoots.map((root) => root.name).join(", ")}. For another, give the address of its TUF repository and a root.json.`,
  });
}

/** A folder name that two instances share only when they start from the same root at the same address. */
export function folderOf({ name, url, root }: SigstoreInstance): string {
  const hash = createHash("sha256").update(`${url}\0`);
  if (root) hash.update(root);
  return `${name.replace(/[^a-z0-9-]/gi, "_").slice(0, 40)}-${hash.digest("hex").slice(0, 16)}`;
}
