import { isPlimsollError, type PlimsollError } from "@plimsoll/core";
import { type Endpoint, endpointOf, pullEndpointsOf } from "../endpoint.ts";
import type { HttpResponse } from "../http/body.ts";
import { formatReference } from "../reference/format.ts";
import type { Session } from "../session.ts";
import { createStatusError } from "../status-error.ts";
import type { Reference } from "../types.ts";

/**
 * Runs `read` against the mirrors in order and then the registry itself, until one succeeds.
 *
 * @throws PlimsollError the registry's own failure; `ABORTED` at once
 */
export async function readFromAny<Result>(
  session: Session,
  reference: Reference,
  read: (endpoint: Endpoint) => Promise<Result>,
): Promise<Result> {
  const endpoints = pullEndpointsOf(reference.registry, session.mirrors);
  for (const mirror of endpoints.slice(0, -1)) {
    try {
      return await read(mirror);
    } catch (error) {
      if (!isPlimsollError(error) || error.code === "ABORTED") throw error;
    }
  }
  return read(endpointOf(reference.registry));
}

/** The error for a response that says no; `notFound` is what a 404 means. */
export async function toStatusError(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  response: HttpResponse,
  notFound: string,
): Promise<PlimsollError> {
  return createStatusError(response, {
    subject: formatReference(reference),
    registry: endpoint.registry,
    notFound,
    login: await session.loginOf(endpoint),
  });
}
