import { constants, publicDecrypt } from "node:crypto";
import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { derTag, readDer, readSequence } from "../encoding/der.ts";
import { curves, verifyDigest } from "./ecdsa.ts";
import type { PublicKey } from "./public-key.ts";

type DigestName = "sha256" | "sha384" | "sha512";

/** DER before the digest in a PKCS #1 v1.5 signature (RFC 8017, section 9.2, note 1). */
const digestInfo: Readonly<Record<DigestName, string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/**
 * True when `signature` is one over something with this digest. For those who know the digest of a file
 * and not the file.
 *
 * @throws PlimsollError `UNSUPPORTED` for Ed25519, which signs the whole message
 */
export function isSignatureOverDigest(
  { algorithm, keyObject }: PublicKey,
  name: DigestName,
  digest: Buffer,
  signature: Uint8Array,
): boolean {
  if (algorithm === "ed25519") {
    throw new PlimsollError("UNSUPPORTED", "Ed25519 signs a whole file, not its digest", {
      action: "Give the file.",
    });
  }
  if (algorithm === "rsa") {
    const expected = Buffer.concat([Buffer.from(digestInfo[name], "hex"), digest]);
    return decryptRsa(keyObject, signature)?.equals(expected) === true;
  }
  const numbers = readNumbers(signature);
  const { x, y } = keyObject.export({ format: "jwk" });
  if (numbers === undefined || x === undefined || y === undefined) return false;
  const point = {
    x: toNumber(Buffer.from(x, "base64url")),
    y: toNumber(Buffer.from(y, "base64url")),
  };
  return verifyDigest(curves[algorithm], point, digest, numbers);
}

function decryptRsa(key: PublicKey["keyObject"], signature: Uint8Array): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    return undefined;
  }
}

/** ECDSA-Sig-Value (RFC 3279, section 2.2.3), in the one way that DER has. */
function readNumbers(signature: Uint8Array): { r: bigint; s: bigint } | undefined {
  try {
    const [sequence, ...rest] = readDer(Buffer.from(signature));
    const numbers = readSequence(sequence);
    if (rest.length > 0 || numbers.length !== 2) return undefined;
    const [r, s] = numbers.map(({ tag, content }) => {
      const [first, second = 0x80] = content;
      const isPositive = tag === derTag.integer && first !== undefined && first < 0x80;
      return isPositive && (first !== 0 || second >= 0x80) ? toNumber(content) : undefined;
    });
    return r === undefined || s === undefined ? undefined : { r, s };
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return undefined;
  }
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}
