import { PlimsollError } from "@plimsoll/core";
import { toPlainText, toPublicUrl } from "../plain-text.ts";
import { toListAsInsecure } from "./failure.ts";
import type { HostPolicy } from "./host-policy.ts";
import { isLoopback } from "./host-policy.ts";

/**
 * The URL that a server (`from`) sends its client to: a redirect, an upload, a token service, a
 * next page.
 *
 * @throws PlimsollError `SERVER_ERROR` when following it would be unsafe: from HTTPS to plain HTTP,
 * to plain HTTP on a host where that is not allowed, from another machine to this one, or to a URL
 * that holds credentials
 */
export function resolveLocation(from: URL, location: string, policy: HostPolicy): URL {
  if (location.length > 16_384 || !URL.canParse(location, from.href)) {
    throw refuse(from, location.slice(0, 200), "which is not a URL");
  }
  const url = new URL(location, from);
  url.hash = "";
  const target = toPublicUrl(url);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(from, `a ${url.protocol} URL`, "which is neither HTTPS nor HTTP");
  }
  if (url.username !== "" || url.password !== "")
    throw refuse(from, target, "with credentials in the URL");
  const trust = policy(url);
  if (url.protocol === "http:" && from.protocol === "https:")
    throw refuse(from, target, "without TLS");
  if (url.protocol === "http:" && trust !== "insecure") {
    throw refuse(from, target, "without TLS", `If that host is meant, ${toListAsInsecure(url)}.`);
  }
  if (trust === "loopback" && !isLoopback(from)) {
    const action = `If that host is meant, ${toListAsInsecure(url)}.`;
    throw refuse(from, target, "on this very machine", action);
  }
  return url;
}

function refuse(from: URL, target: string, why: string, action?: string): PlimsollError {
  return new PlimsollError(
    "SERVER_ERROR",
    `The registry sends to ${toPlainText(target)}, ${why}: not followed`,
    {
      subject: toPublicUrl(from),
      action,
    },
  );
}
