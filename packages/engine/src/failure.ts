import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { type EngineAddress, formatAddress } from "./address.ts";

// Control characters, and the format characters that reorder or hide text on a terminal.
const unprintable = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
const maxLength = 300;

/** A failed exchange with the engine as a typed error; typed ones pass through. */
export function toEngineError(
  error: unknown,
  address: EngineAddress,
  signal?: AbortSignal,
): PlimsollError {
  if (isPlimsollError(error)) return error;
  if (signal?.aborted) {
    return new PlimsollError("ABORTED", "The work was stopped by its caller", {
      cause: signal.reason,
    });
  }
  const subject = formatAddress(address);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "unknown";
  if (code.startsWith("HPE_")) {
    return new PlimsollError("SERVER_ERROR", `The engine does not answer in valid HTTP (${code})`, {
      subject,
      action: "Check that the address is an engine's, and whether it wants TLS.",
      cause: error,
    });
  }
  return new PlimsollError("UNREACHABLE", `The container engine cannot be reached (${code})`, {
    subject,
    action: adviceFor(code),
    cause: error,
  });
}

export function createTimeoutError(address: EngineAddress, timeoutMs: number): PlimsollError {
  return new PlimsollError(
    "TIMEOUT",
    `The container engine sent nothing for ${timeoutMs / 1000} s`,
    {
      subject: formatAddress(address),
      action: "See whether the engine is busy or hangs, or allow more time.",
    },
  );
}

/** The typed error for a status that says no; `body` is what the engine sent with it. */
export function createStatusError(
  status: number,
  body: string,
  subject: string,
  notFound: string,
): PlimsollError {
  const said = messageOf(body);
  const tail = said === "" ? "" : ` (the engine says: ${said})`;
  if (status === 404) {
    return new PlimsollError("NOT_FOUND", `${notFound}${tail}`, {
      subject,
      action: "Pull or build the image first, or name it as `docker images` does.",
    });
  }
  if (status === 401 || status === 403) {
    return new PlimsollError("FORBIDDEN", `The engine refuses access${tail}`, {
      subject,
      action: "Ask whoever runs the engine, or its authorisation plugin, for access.",
    });
  }
  const action = "See the engine's log.";
  return new PlimsollError("SERVER_ERROR", `The engine answers with status ${status}${tail}`, {
    subject,
    action,
  });
}

function adviceFor(code: string): string {
  if (code === "EACCES" || code === "EPERM")
    return "Join the group of the socket (often `docker`), or use sudo.";
  if (code === "ENOENT" || code === "ECONNREFUSED")
    return "Start the engine, or check DOCKER_HOST.";
  if (code === "ENOTFOUND") return "Check the host's name in DOCKER_HOST.";
  if (/CERT|SIGN|VERIFY|ISSUER/.test(code))
    return "Put the engine's authority into $DOCKER_CERT_PATH/ca.pem.";
  if (code === "EPROTO")
    return "The engine does not speak TLS there: unset DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.";
  return "Check the network and the engine.";
}

/** The engine's `message`, made one printable and short line. */
function messageOf(body: string): string {
  try {
    const message = (JSON.parse(body) as { message?: unknown } | null)?.message;
    if (typeof message !== "string") return "";
    return toPlainText(message);
  } catch {
    return "";
  }
}

/** One printable line of at most 300 characters. */
export function toPlainText(text: string): string {
  const line = text
    .slice(0, 4 * maxLength)
    .replace(unprintable, " ")
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
