import type { RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../../cosign/digest.ts";
import { inRepository, requestOptions } from "../../verify/source.ts";
import { parseGun } from "../names.ts";
import { changeRepository, type DctWriteOptions } from "./change.ts";
import { withTargets } from "./content.ts";
import { rolesToSign } from "./own-roles.ts";

export interface SignTagOptions extends DctWriteOptions {
  readonly tag: string;
  /** Digest to sign; default: what the tag names in the registry, resolved once. */
  readonly digest?: string | undefined;
  /** Roles to sign in; default: every delegation that an own key signs for, else `targets`. */
  readonly roles?: readonly string[] | undefined;
}

export interface SignedDctTag {
  readonly gun: string;
  readonly tag: string;
  readonly digest: string;
  /** Where it was signed. */
  readonly roles: readonly string[];
  /** True when all of them had signed the same already, and nothing was published. */
  readonly wasSigned: boolean;
}

/**
 * Signs the digest of a tag and publishes that, as `docker trust sign` does; then reads it back.
 *
 * @throws PlimsollError `NOT_FOUND` when the registry has no such manifest, or the server no such
 * repository or role; and as `changeRepository`
 */
export async function signTag(options: SignTagOptions): Promise<SignedDctTag> {
  const { keys, tag } = options;
  const { digest, size } = await resolve(options.client, options);
  const sha256 = Buffer.from(digest.slice("sha256:".length), "hex").toString("base64");
  const entry = { hashes: { sha256 }, length: size };
  let names: string[] = [];
  const { repository, isChanged } = await changeRepository(options, async (input) => {
    const roles = await rolesToSign(input.repository, keys, tag, options.roles);
    names = roles.map(({ name }) => name);
    const isSigned = roles.every(({ document }) => {
      const signed = document?.targets.get(tag);
      return signed !== undefined && `sha256:${signed.sha256}` === digest && signed.length === size;
    });
    if (isSigned) return undefined;
    return {
      roles: roles.map((role) => ({
        role,
        json: withTargets(role, (targets) => {
          targets[tag] = entry;
        }),
      })),
    };
  });
  return { gun: repository.gun, tag, digest, roles: names, wasSigned: !isChanged };
}

async function resolve(
  client: RegistryClient,
  { gun, tag, digest, signal }: SignTagOptions,
): Promise<{ digest: string; size: number }> {
  const name = digest === undefined ? { tag } : { digest: requireSha256(digest) };
  const reference = inRepository(parseGun(gun), name);
  const manifest = await client.getManifest(reference, requestOptions({ signal }));
  return { digest: requireSha256(manifest.digest), size: manifest.bytes.length };
}
