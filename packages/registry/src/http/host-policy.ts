import { BlockList, isIP } from "node:net";
import { PlimsollError } from "@plimsoll/core";
import { isRegistryHost } from "../reference/grammar.ts";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** How far a host is trusted without TLS. */
export type HostTrust =
  /** Named by the user: plain HTTP, and any certificate. */
  | "insecure"
  /** HTTPS with a verified certificate. */
  | "verified"
  /** This machine: as `verified`, and no other machine may send to it. */
  | "loopback";

export type HostPolicy = (url: URL) => HostTrust;

/**
 * Says for any URL how far its host is trusted.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an entry that is no host
 */
export function createHostPolicy(insecure: readonly string[] = []): HostPolicy {
  for (const host of insecure) {
    if (isRegistryHost(host)) continue;
    throw new PlimsollError("INVALID_ARGUMENT", "An insecure registry is not a valid host", {
      subject: host,
      action: "Give HOST or HOST:PORT, without http://.",
    });
  }
  const listed = new Set(insecure.map((host) => host.toLowerCase()));
  return (url) => {
    if (
      listed.has(url.host) ||
      listed.has(url.hostname) ||
      listed.has(`${url.hostname}:${portOf(url)}`)
    ) {
      return "insecure";
    }
    return isLoopback(url) ? "loopback" : "verified";
  };
}

/** True for `localhost`, names below it, 127.0.0.0/8 and ::1. Names are not resolved. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  if (family !== 0) return loopback.check(host, family === 4 ? "ipv4" : "ipv6");
  return host === "localhost" || host.endsWith(".localhost");
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "http:" ? "80" : "443");
}
