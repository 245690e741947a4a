import { PlimsollError } from "@plimsoll/core";

/**
 * The address of a service as a URL. Plain HTTP is taken for loopback alone, and no user or password.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export function requireSafeUrl(
  address: string | URL,
  service: string,
  allowPlainHttp = false,
): URL {
  const url = typeof address === "string" ? parse(address, service) : address;
  if (url.username !== "" || url.password !== "") {
    throw new PlimsollError("INVALID_ARGUMENT", `The address of ${service} holds a password`, {
      action: "Give credentials by their own variables.",
    });
  }
  if (url.protocol === "https:") return url;
  if (url.protocol === "http:" && (allowPlainHttp || isLoopback(url.hostname))) return url;
  throw new PlimsollError("INVALID_ARGUMENT", `${service} is asked over HTTPS only`, {
    subject: `${url.protocol}//${url.host}`,
    action: "Give an https:// address; http:// is taken for localhost alone.",
  });
}

/** True for a host that is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** `path` below the address, whatever slashes the address ends in. */
export function serviceUrl(address: string, path: string, service: string): URL {
  const url = requireSafeUrl(address, service);
  return new URL(`${url.origin}${url.pathname.replace(/\/+$/, "")}${path}`);
}

function parse(address: string, service: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new PlimsollError("INVALID_ARGUMENT", `The address of ${service} is no URL`, {
    action: "Give an address like https://host/path.",
  });
}
