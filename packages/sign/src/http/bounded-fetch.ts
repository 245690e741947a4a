import { PlimsollError } from "@plimsoll/core";
import { readBody } from "./read-body.ts";

/** How other servers than the registry are asked; default: Node's own `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface BoundedRequest {
  /** Absent: GET. */
  readonly body?: { readonly bytes: Uint8Array; readonly contentType: string } | undefined;
  readonly accept: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One exchange over HTTP, with a bound on its bytes and its time, and without redirects.
 *
 * @throws PlimsollError `ABORTED` when the caller's signal fired; `TIMEOUT`, `UNREACHABLE`,
 * `SERVER_ERROR` (another status than 200) or `LIMIT_EXCEEDED`
 */
export async function fetchBounded(url: string, request: BoundedRequest): Promise<Buffer> {
  const { body, signal } = request;
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const host = URL.canParse(url) ? new URL(url).host : "the server";
  try {
    const response = await (request.fetch ?? fetch)(url, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        accept: request.accept,
        ...(body !== undefined && { "content-type": body.contentType }),
      },
      ...(body !== undefined && { body: Buffer.from(body.bytes) }),
      redirect: "error",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new PlimsollError("SERVER_ERROR", `${host} answered with status ${response.status}`);
    }
    return await readBody(response, request.maxBytes, host);
  } catch (error) {
    if (signal?.aborted) {
      throw new PlimsollError("ABORTED", "The verification was aborted", { cause: error });
    }
    if (error instanceof PlimsollError) throw error;
    if (timeout.aborted) {
      const seconds = request.timeoutMs / 1000;
      throw new PlimsollError("TIMEOUT", `${host} did not answer within ${seconds} s`);
    }
    throw new PlimsollError("UNREACHABLE", `${host} cannot be reached`, { cause: error });
  }
}
