import type { RegistryClient } from "@plimsoll/registry";
import type { CommandInput } from "./command.ts";
import { configFromFlags } from "./flags.ts";

/** A client without mirrors: one may answer with a signature tag of yesterday. */
export async function openSigningClient(input: CommandInput): Promise<RegistryClient> {
  const [{ createRegistryClient }, { config }] = await Promise.all([
    import("@plimsoll/registry"),
    // `--key` is the private one here, not a key of the configuration.
    configFromFlags({ ...input, texts: (name) => (name === "key" ? [] : input.texts(name)) }),
  ]);
  return createRegistryClient({ insecure: config.registry?.insecure ?? [], mirrors: {} });
}
