import type { TrustDeny } from "@plimsoll/core";
import { compilePathGlob } from "../identity/path-glob.ts";
import type { Signed } from "./match-signatory.ts";

/** Which entry of the deny lists is about this signer, if any. */
export function deniedBy(deny: TrustDeny, { keyId, signer }: Signed): string | undefined {
  const key = deny.keys.find((denied) => keyId !== undefined && isSameHex(denied, keyId));
  if (key !== undefined) return `key ${key}`;
  if (signer === undefined) return undefined;
  const { claims = {}, name } = signer;
  const certificate = deny.certificates.find((denied) =>
    certificateClaims.some((claim) => {
      const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
      return value !== undefined && isSameHex(denied, value);
    }),
  );
  if (certificate !== undefined) return `certificate ${certificate}`;
  const identity = deny.identities.find((pattern) => compilePathGlob(pattern)(name));
  return identity === undefined ? undefined : `identity ${identity}`;
}

/** Which of these digests is denied, if any. */
export function deniedDigest(
  deny: TrustDeny,
  digests: readonly (string | undefined)[],
): string | undefined {
  return digests.find((digest) => digest !== undefined && deny.digests.includes(digest));
}

/** Claims of `TrustSigner` that tell one certificate from others. */
const certificateClaims = ["certificateSha256", "serialNumber"] as const;

/** Hexadecimal is written in both cases, with and without colons and leading zeros. */
function isSameHex(a: string, b: string): boolean {
  return toBareHex(a) === toBareHex(b);
}

function toBareHex(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:sha256:|0x)/, "")
    .replaceAll(":", "")
    .replace(/^0+(?=.)/, "");
}
