import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { toPlainText, toPublicUrl } from "../plain-text.ts";

// What a second try may mend. A refused connection, an unknown host or a bad certificate is an
// answer: it is reported at once.
const passing = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ECONNABORTED",
  "ENETRESET",
  "EAI_AGAIN",
  "HPE_INVALID_EOF_STATE",
]);

const certificate =
  /^(?:CERT_|ERR_TLS_CERT|UNABLE_TO_(?:VERIFY|GET|DECRYPT|DECODE)|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_)/;

/** Error code of Node's network and TLS layers, if the value has one. */
export function networkCodeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** True when the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  if (!isPlimsollError(error) || error.code !== "UNREACHABLE") return false;
  return passing.has(networkCodeOf(error.cause));
}

/** A failed exchange with `url` as a typed error; errors that are typed already pass through. */
export function toExchangeError(error: unknown, url: URL, signal?: AbortSignal): PlimsollError {
  if (isPlimsollError(error)) return error;
  if (signal?.aborted) return createAbortError(signal);
  const code = networkCodeOf(error);
  const subject = toPublicUrl(url);
  if (certificate.test(code)) {
    return new PlimsollError(
      "UNREACHABLE",
      `The certificate of ${url.host} is not trusted (${code})`,
      {
        subject,
        action: `Put its authority into /etc/docker/certs.d/${url.host}/ca.crt, or ${toListAsInsecure(url)}.`,
        cause: error,
      },
    );
  }
  if (code.startsWith("HPE_") && !passing.has(code)) {
    return new PlimsollError(
      "SERVER_ERROR",
      `${url.host} does not answer in valid HTTP (${code})`,
      {
        subject,
        action: "Check that the port is a registry's.",
        cause: error,
      },
    );
  }
  const [why, action] = explain(code, error, url);
  return new PlimsollError("UNREACHABLE", `${url.host} cannot be reached: ${why}`, {
    subject,
    action,
    cause: error,
  });
}

/** What there is to do to speak to a host without verified TLS, as an order. */
export function toListAsInsecure({ host }: URL): string {
  return `pass --insecure ${host}, or list ${host} under registry.insecure in plimsoll.yml`;
}

/** Error for a server that sent nothing, or next to nothing, for `timeoutMs`. */
export function createTimeoutError(url: URL, timeoutMs: number): PlimsollError {
  return new PlimsollError("TIMEOUT", `${url.host} sent nothing for ${timeoutMs / 1000} s`, {
    subject: toPublicUrl(url),
    action: "Try again, or allow more time.",
  });
}

export function createAbortError(signal: AbortSignal): PlimsollError {
  return new PlimsollError("ABORTED", "The work was stopped by its caller", {
    cause: signal.reason,
  });
}

function explain(code: string, error: unknown, url: URL): [why: string, action: string] {
  if (code === "ENOTFOUND") {
    return ["its name is not known", "Check how the registry's name is written, and the network."];
  }
  if (code === "ECONNREFUSED")
    return ["it refuses the connection", "Check the port, and that the registry runs."];
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return [
      "it does not speak TLS",
      `If ${url.host} is meant to speak plain HTTP, ${toListAsInsecure(url)}.`,
    ];
  }
  const why = code || (error instanceof Error ? toPlainText(error.message, 100) : "unknown");
  return [why, "Check the network, and the proxy if there is one."];
}
