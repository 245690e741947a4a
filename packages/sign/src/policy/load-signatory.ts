import { X509Certificate } from "node:crypto";
import { PlimsollError, type Requirement } from "@plimsoll/core";
import { compileIdentity } from "../identity/match-identity.ts";
import { loadPublicKey, type PublicKey } from "../keys/public-key.ts";
import type { NotationStore } from "../notation/trust.ts";
import { identitiesOf } from "./keyless-identities.ts";
import type { Signatory } from "./policy.ts";
import { keylessName } from "./signatory-name.ts";

/** The files that a policy names. */
export interface PolicyFiles {
  /** Reads one; bound its size. */
  file(path: string): Promise<Uint8Array>;
  /** The files in a folder, or the path itself when it is a file. */
  list(path: string): Promise<readonly string[]>;
}

const storeKinds = { ca: "ca", "signing-authority": "signingAuthority", tsa: "tsa" } as const;
const pemBlock = /-----BEGIN CERTIFICATE-----[^-]{1,100000}-----END CERTIFICATE-----/g;

/**
 * Loads the keys and certificates of one requirement.
 *
 * @throws PlimsollError `KEY_INVALID` for a key or certificate that cannot be used; what `read` throws
 */
export async function loadSignatory(
  { key, keyless, notation, dct }: Requirement,
  read: PolicyFiles,
): Promise<Signatory> {
  if (keyless !== undefined) {
    const identities = identitiesOf(keyless);
    const matchers = await Promise.all(identities.map(compileIdentity));
    return { kind: "keyless", name: keylessName(keyless), identities, matchers };
  }
  if (notation !== undefined) {
    const stores = await Promise.all(
      notation.stores.map(async ({ kind, name, certificates }): Promise<NotationStore> => {
        const files = await Promise.all(certificates.map((one) => readCertificates(one, read)));
        return { kind: storeKinds[kind], name, certificates: files.flat(2) };
      }),
    );
    const { revocation, identities, "verify-timestamp": verifyTimestamp } = notation;
    const trust = {
      stores,
      identities,
      verifyTimestamp:
        verifyTimestamp === "always" ? ("always" as const) : ("afterCertExpiry" as const),
      ...(revocation !== undefined && { revocation }),
    };
    return { kind: "notation", name: `notation ${identities.join(" or ")}`, trust };
  }
  if (dct !== undefined) {
    const authorities = await Promise.all(
      (dct["root-certificates"] ?? []).map(async (path) => textOf(await read.file(path))),
    );
    const trust = {
      ...(dct.server !== undefined && { server: dct.server }),
      rootKeys: dct["root-keys"] ?? [],
      ...(authorities.length > 0 && { rootCertificates: authorities }),
      ...(dct.roles !== undefined && { roles: dct.roles }),
    };
    return { kind: "dct", name: `dct ${dct.server ?? "of the registry"}`, trust };
  }
  const given = typeof key === "string" ? [key] : (key ?? []);
  const keys = await Promise.all(given.map((one) => readKey(one, read)));
  const names = given.map((one, i) => (isInline(one) ? keys[i]!.keyId.slice(0, 16) : one));
  return { kind: "key", name: `key ${names.join(" or ")}`, keys };
}

function isInline(key: string): boolean {
  return key.includes("-----BEGIN ");
}

async function readKey(key: string, read: PolicyFiles): Promise<PublicKey> {
  return loadPublicKey(isInline(key) ? key : textOf(await read.file(key)));
}

/** Certificates in PEM, of which a file may hold several, or one in DER; of a folder, all files. */
async function readCertificates(given: string, read: PolicyFiles): Promise<Uint8Array[][]> {
  const files = isInline(given)
    ? [Buffer.from(given)]
    : await Promise.all((await read.list(given)).map((path) => read.file(path)));
  try {
    return files.map((bytes) =>
      (textOf(bytes).match(pemBlock) ?? [bytes]).map(
        (block) => new Uint8Array(new X509Certificate(block).raw),
      ),
    );
  } catch (cause) {
    throw new PlimsollError("KEY_INVALID", "The certificate cannot be read", {
      subject: isInline(given) ? "a certificate of the policy" : given,
      action: "Name files of certificates in PEM or DER, or folders of them.",
      cause,
    });
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
