import { PlimsollError } from "@plimsoll/core";
import { readBody } from "../http/body.ts";
import { toPublicUrl } from "../plain-text.ts";
import type { Session } from "../session.ts";
import type { ServiceAnswer, ServiceRequest } from "../types.ts";

/** Sends one request to a service beside a registry. Any status may come back. */
export async function requestService(
  session: Session,
  request: ServiceRequest,
): Promise<ServiceAnswer> {
  const { url, registry, scope, actions, method, headers, body, maxBytes, signal } = request;
  refuseUnsafeUrl(session, url);
  const response = await session.request(
    { registry, host: url.host },
    {
      repository: scope,
      target: url,
      method,
      ...(actions !== undefined && { actions }),
      ...(headers !== undefined && { headers }),
      body,
      signal,
      // What is posted may have been taken before the connection broke.
      isRepeatable: method === "GET",
    },
  );
  return { status: response.status, body: await readBody(response, maxBytes) };
}

function refuseUnsafeUrl(session: Session, url: URL): void {
  const isPlain = url.protocol === "http:" && session.transport.policy(url) !== "verified";
  const isKnown = url.protocol === "https:" || isPlain;
  if (isKnown && url.username === "" && url.password === "") return;
  throw new PlimsollError("INVALID_ARGUMENT", "The service's URL is not one to speak to", {
    subject: toPublicUrl(url),
    action: "Give an https:// URL without a login; http:// is for this machine alone.",
  });
}
