import type { Config } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";

/** A session with registries by the configuration. */
export async function createClient(config: Config): Promise<RegistryClient> {
  const { createRegistryClient } = await import("@plimsoll/registry");
  return createRegistryClient({
    insecure: config.registry.insecure,
    mirrors: config.registry.mirrors,
  });
}
