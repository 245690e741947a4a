import { PlimsollError } from "@plimsoll/core";
import { isRegistryHost } from "./reference/grammar.ts";

/** A host that serves a registry's repositories. */
export interface Endpoint {
  /** `host` or `host:port` to connect to. */
  readonly host: string;
  /** The name under which users know it and logins are stored. */
  readonly registry: string;
}

/** The registry's own endpoint. Docker Hub's API has another host than its name. */
export function endpointOf(registry: string): Endpoint {
  return { registry, host: registry === "docker.io" ? "registry-1.docker.io" : registry };
}

/** Endpoints to pull from: mirrors in order, then the registry itself. */
export function pullEndpointsOf(
  registry: string,
  mirrors: Readonly<Record<string, readonly string[]>>,
): readonly Endpoint[] {
  const own = Object.hasOwn(mirrors, registry) ? mirrors[registry]! : [];
  return [...own.map(endpointOf), endpointOf(registry)];
}

/** @throws PlimsollError `INVALID_ARGUMENT` for a mirror that is no host */
export function checkMirrors<Mirrors extends Readonly<Record<string, readonly string[]>>>(
  mirrors: Mirrors,
): Mirrors {
  for (const host of Object.values(mirrors).flat()) {
    if (isRegistryHost(host)) continue;
    throw new PlimsollError("INVALID_ARGUMENT", "A mirror is not a valid host", {
      subject: host,
      action: "Give HOST or HOST:PORT, without https://.",
    });
  }
  return mirrors;
}
