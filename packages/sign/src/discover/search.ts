import type { Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { shorten } from "../verify/check.ts";
import { readStored } from "../verify/read-stored.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { DiscoveryFault } from "./artifact.ts";

/** One image that is looked at. */
export interface Search {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly signal: AbortSignal | undefined;
  readonly faults: DiscoveryFault[];
}

/**
 * The manifest of that name, if there is one. One that cannot be read is listed as a fault.
 *
 * @throws PlimsollError when the registry cannot be asked
 */
export function fetchManifest(
  search: Search,
  name: { digest: string } | { tag: string },
): Promise<Manifest | undefined> {
  const what = "digest" in name ? name.digest : name.tag;
  return attempt(search, what, () =>
    search.client.getManifest(inRepository(search.reference, name), requestOptions(search)),
  );
}

/** What somebody stored fails alone; what is not there is not there. */
export function attempt<Result>(
  { faults }: Search,
  what: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  return readStored(work, ({ code, message }) => {
    faults.push({ code, what: shorten(what, 200), why: shorten(message, 300) });
  });
}
