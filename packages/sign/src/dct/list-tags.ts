import type { Reference, RegistryClient } from "@plimsoll/registry";
import type { NotarySignature } from "../discover/discover-signatures.ts";
import { dctLimits } from "./limits.ts";
import { toGun } from "./names.ts";
import { openServer } from "./server.ts";
import { parseTargets, type Targets } from "./targets.ts";

/**
 * For `discoverSignatures`: what a Notary server says of a reference's tag, by each role, unverified.
 *
 * @param server default: the registry's own
 */
export function listDctTags(client: RegistryClient, server?: string) {
  return async (reference: Reference, signal?: AbortSignal): Promise<NotarySignature[]> => {
    const { tag } = reference;
    if (tag === undefined) return [];
    const notary = openServer({ client, gun: toGun(reference), server, signal });
    const read = async (role: string): Promise<Targets | undefined> => {
      const bytes = await notary.get(role, dctLimits.targetsBytes);
      return bytes && parseTargets(bytes, role);
    };
    const targets = await read("targets");
    const signed: NotarySignature[] = [];
    for (const role of ["targets", ...(targets?.delegations ?? []).map(({ name }) => name)]) {
      const document = role === "targets" ? targets : await read(role);
      const file = document?.targets.get(tag);
      if (file !== undefined) signed.push({ role, digest: `sha256:${file.sha256}` });
    }
    return signed;
  };
}
