import { PlimsollError } from "@plimsoll/core";
import { publicGoodRoot } from "./data/public-good.ts";
import type { EmbeddedRoot } from "./embedded-root.ts";

/** Every instance whose roots are embedded. */
export const embeddedRoots: readonly EmbeddedRoot[] = [publicGoodRoot];

/** The embedded roots of an instance with their date and source; `undefined` when there are none. */
export function findEmbeddedRoot(instance: string): EmbeddedRoot | undefined {
  return embeddedRoots.find(({ name }) => name === instance);
}

/**
 * The `trusted_root.json` of a Sigstore instance as this package carries it, parsed.
 *
 * @throws PlimsollError `NOT_FOUND` for an instance that is not embedded
 */
export function embeddedTrustedRoot(instance = "public-good"): unknown {
  const embedded = findEmbeddedRoot(instance);
  if (embedded) return embedded.trustedRoot;
  throw new PlimsollError("NOT_FOUND", "No trusted root is embedded for this Sigstore instance", {
    subject: instance,
    action: "Give its trusted_root.json as a file.",
  });
}
