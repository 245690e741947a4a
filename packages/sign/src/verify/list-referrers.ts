import type { Descriptor } from "@plimsoll/registry";
import { isContentFault } from "./check.ts";
import { requestOptions, type Source } from "./source.ts";

/** What refers to the image, asked for once for all formats; or why the list cannot be read. */
export type Referrers =
  | { readonly descriptors: readonly Descriptor[] }
  | { readonly fault: string };

/** @throws PlimsollError when the registry cannot be asked; never because of what the list holds */
export async function listReferrers(source: Source): Promise<Referrers> {
  const { client, reference, question } = source;
  try {
    const options = requestOptions(source);
    return { descriptors: await client.getReferrers(reference, question.digest, options) };
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return { fault: `The list of referrers cannot be read: ${error.message}` };
  }
}
