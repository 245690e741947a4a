import { isPlimsollError } from "@plimsoll/core";
import type { Manifest, Reference, RegistryClient } from "@plimsoll/registry";
import { isContentFault, shorten } from "../verify/check.ts";
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
export async function attempt<Result>(
  { faults }: Search,
  what: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
    if (!isContentFault(error)) throw error;
    const { code, message } = error as Error & { code: string };
    faults.push({ code, what: shorten(what, 200), why: shorten(message, 300) });
    return undefined;
  }
}
