import { PlimsollError } from "@plimsoll/core";
import type { Endpoint } from "../endpoint.ts";
import { isTag } from "../reference/grammar.ts";
import { checkReference } from "../reference/parse.ts";
import type { Session } from "../session.ts";
import type { Reference, RequestOptions } from "../types.ts";
import { readFromAny, toStatusError } from "./context.ts";
import { readPages } from "./pages.ts";

const maxTags = 100_000;

/** The repository's tags in the registry's order; names that are no tags are left out. */
export async function listTags(
  session: Session,
  reference: Reference,
  options: RequestOptions = {},
): Promise<readonly string[]> {
  checkReference(reference);
  return readFromAny(session, reference, (endpoint) =>
    listTagsOf(session, endpoint, reference, options),
  );
}

async function listTagsOf(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  options: RequestOptions,
): Promise<readonly string[]> {
  const { registry, repository } = reference;
  const tags: string[] = [];
  const pages = readPages(
    session,
    endpoint,
    { method: "GET", repository, target: "tags/list?n=1000", signal: options.signal },
    async (response) => {
      if (response.status === 200) return;
      const notFound = `${registry} has no repository ${repository}`;
      throw await toStatusError(session, endpoint, reference, response, notFound);
    },
  );
  for await (const page of pages) {
    // A repository without tags has null (distribution 2).
    const names: unknown[] = Array.isArray(page.tags) ? page.tags : [];
    for (const name of names) if (typeof name === "string" && isTag(name)) tags.push(name);
    if (tags.length > maxTags) {
      throw new PlimsollError("LIMIT_EXCEEDED", `${repository} has more than ${maxTags} tags`, {
        subject: registry,
      });
    }
  }
  return tags;
}
