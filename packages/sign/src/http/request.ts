import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { readBody } from "./read-body.ts";
import { requireSafeUrl } from "./safe-url.ts";

export interface ServiceRequest {
  /** Who is asked, as errors name it: `Fulcio`, `AWS KMS`. */
  readonly service: string;
  readonly method?: "GET" | "POST" | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** Default: 1 MiB. */
  readonly maxBytes?: number | undefined;
  /** Default: 30 seconds for the whole answer. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Statuses besides 2xx that are an answer. */
  readonly accepted?: readonly number[] | undefined;
  /** Texts that must not come back in an error, even when the service repeats them. */
  readonly secrets?: readonly (string | undefined)[] | undefined;
  /** For a cloud's metadata service, which has no TLS. */
  readonly allowPlainHttp?: boolean | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

const defaultMaxBytes = 1024 * 1024;
const defaultTimeoutMs = 30_000;
const maxReasonCharacters = 200;

/**
 * Asks a service over HTTPS; plain HTTP only on loopback. Redirects are not followed: no service that
 * signs has a reason to send our token elsewhere.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` (address), `UNAUTHORIZED`, `FORBIDDEN`, `NOT_FOUND`,
 * `RATE_LIMITED`, `SERVER_ERROR`, `UNREACHABLE`, `TIMEOUT`, `LIMIT_EXCEEDED` or `ABORTED`; none of them
 * holds a header, a body that was sent, or one of `secrets`
 */
export async function requestService(
  address: string | URL,
  request: ServiceRequest,
): Promise<ServiceAnswer> {
  const { service, signal, timeoutMs = defaultTimeoutMs } = request;
  const url = requireSafeUrl(address, service, request.allowPlainHttp);
  const subject = `${url.origin}${url.pathname}`;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: request.method ?? (request.body === undefined ? "GET" : "POST"),
      headers: { ...request.headers },
      ...(request.body !== undefined && { body: request.body as string | Uint8Array<ArrayBuffer> }),
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const bytes = await readBody(response, request.maxBytes ?? defaultMaxBytes, service, subject);
    if (!response.ok && !request.accepted?.includes(response.status)) {
      throw refusal(response.status, bytes, request, subject);
    }
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    if (signal?.aborted) throw new PlimsollError("ABORTED", "Signing was aborted", { subject });
    if (timeout.aborted) {
      throw new PlimsollError("TIMEOUT", `${service} did not answer in ${timeoutMs} ms`, {
        subject,
        action: "Try again later.",
      });
    }
    // The error of fetch says "fetch failed"; what happened is in its cause. Neither holds what was
    // sent, but only the code is passed on, to be sure.
    const code = ((error as Error).cause as { code?: unknown } | undefined)?.code;
    const why = typeof code === "string" ? ` (${code})` : "";
    throw new PlimsollError("UNREACHABLE", `${service} could not be reached${why}`, {
      subject,
      action: "Check the address and the network.",
    });
  }
}

/**
 * Asks for JSON.
 *
 * @throws PlimsollError those of `requestService`; `SERVER_ERROR` for an answer that is no JSON object
 */
export async function requestJson(
  address: string | URL,
  request: ServiceRequest,
): Promise<JsonObject> {
  const { bytes } = await requestService(address, request);
  return parseAnswer(bytes, request.service);
}

/** @throws PlimsollError `SERVER_ERROR` for bytes that are not one JSON object */
export function parseAnswer(bytes: Uint8Array, service: string): JsonObject {
  try {
    return parseJsonObject(bytes);
  } catch (error) {
    throw badAnswer(service, (error as Error).message);
  }
}

/** @param why completes "… answers against its protocol:" */
export function badAnswer(service: string, why: string): PlimsollError {
  return new PlimsollError("SERVER_ERROR", `${service} answers against its protocol: ${why}`);
}

const codes = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  429: "RATE_LIMITED",
} as const;

function refusal(
  status: number,
  body: Buffer,
  { service, secrets }: ServiceRequest,
  subject: string,
): PlimsollError {
  const code = codes[status as keyof typeof codes] ?? "SERVER_ERROR";
  const reason = reasonIn(body, secrets ?? []);
  return new PlimsollError(code, `${service} answered ${status}${reason && `: ${reason}`}`, {
    subject,
    ...(code === "UNAUTHORIZED" || code === "FORBIDDEN"
      ? { action: "Check the credentials, and what they are allowed to do." }
      : {}),
  });
}

/** What the service says about its refusal, where it says it in one of the usual fields. */
function reasonIn(body: Buffer, secrets: readonly (string | undefined)[]): string {
  let json: JsonObject;
  try {
    json = parseJsonObject(body);
  } catch {
    return "";
  }
  const { message, Message, error, error_description: description, errors } = json;
  const nested = isJsonObject(error) ? error.message : error;
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const text = [message, Message, description, nested, first].find(
    (value) => typeof value === "string" && value !== "",
  ) as string | undefined;
  if (text === undefined) return "";
  return redact(text, secrets)
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, maxReasonCharacters);
}

/** Replaces secrets, and whatever else looks like a JSON Web Token. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 4) as string[];
  const cleaned = known.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
  return cleaned.replace(/eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, "[token]");
}
