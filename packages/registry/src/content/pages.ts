import { PlimsollError } from "@plimsoll/core";
import type { Endpoint } from "../endpoint.ts";
import { type HttpResponse, readBody } from "../http/body.ts";
import { resolveLocation } from "../http/location.ts";
import { parseObject } from "../json.ts";
import { toPublicUrl } from "../plain-text.ts";
import type { RepositoryRequest, Session } from "../session.ts";
import { maxManifestBytes } from "./manifest.ts";

const maxPages = 200;

/**
 * The JSON objects of a list that comes in pages joined by `Link: <…>; rel="next"` (RFC 8288;
 * distribution-spec, "Listing Tags" and "Listing Referrers"). `check` throws for an answer that is no page.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` past 200 pages, `SERVER_ERROR` for a link that leads
 * elsewhere or in a circle, `MALFORMED`
 */
export async function* readPages(
  session: Session,
  endpoint: Endpoint,
  request: RepositoryRequest,
  check: (response: HttpResponse) => Promise<void>,
): AsyncGenerator<Record<string, unknown>, void, undefined> {
  const seen = new Set<string>();
  let target = request.target;
  for (let page = 0; page < maxPages; page += 1) {
    const response = await session.request(endpoint, { ...request, target });
    await check(response);
    const json = parseObject(await readBody(response, maxManifestBytes));
    const subject = toPublicUrl(response.url);
    if (json === undefined) {
      throw new PlimsollError(
        "MALFORMED",
        `${endpoint.registry} sends a list that is not a JSON object`,
        { subject },
      );
    }
    yield json;
    const next = nextLinkOf(response.headers.link);
    if (next === undefined) return;
    const url = resolveLocation(response.url, next, session.transport.policy);
    if (url.origin !== response.url.origin || seen.has(url.href)) {
      throw new PlimsollError(
        "SERVER_ERROR",
        `${endpoint.registry} continues its list elsewhere or in a circle`,
        {
          subject,
        },
      );
    }
    seen.add(url.href);
    target = url;
  }
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `${endpoint.registry} sends a list of more than ${maxPages} pages`,
    {
      subject: request.repository,
    },
  );
}

function nextLinkOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(", ") : (header ?? "");
  for (const link of text.slice(0, 8192).split(/,(?=\s*<)/)) {
    const match = /^\s*<([^>]*)>(.*)$/.exec(link);
    if (match && /;\s*rel="?next"?(?:\s*;|\s*$)/i.test(match[2]!)) return match[1];
  }
  return undefined;
}
