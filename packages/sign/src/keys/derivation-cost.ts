import { PlimsollError } from "@plimsoll/core";
import { derTag, readDer, readOid, readSequence, readUnsigned } from "../encoding/der.ts";

/** Parameters of scrypt (RFC 7914, section 2). */
export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** scrypt takes 128·N·r bytes and a little; cosign's own parameters need 64 MiB. */
export const deriveMaxMemoryBytes = 160 * 1024 * 1024;

// Four times what cosign asks for: about a second.
const maxScryptWork = 4 * 65536 * 8;
// OWASP asks for 600,000 with SHA-256 and 1,300,000 with SHA-1 (Password Storage Cheat Sheet).
const maxPbkdf2Iterations = 2_000_000;

const pbes2 = "2a864886f70d01050d";
const pbkdf2 = "2a864886f70d01050c";
const scryptOid = "2b06010401da47040b";

/**
 * A key file says itself how long its decryption takes; this bounds it before anything is derived.
 *
 * @throws PlimsollError `KEY_INVALID`
 */
export function refuseCostlyScrypt({ N, r, p }: ScryptCost): void {
  const isWhole = [N, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  const isPowerOfTwo = isWhole && N >= 2 && Number.isInteger(Math.log2(N));
  const fits = N * r * p <= maxScryptWork && 128 * N * r <= deriveMaxMemoryBytes - 2 ** 24;
  if (isPowerOfTwo && fits) return;
  throw costly(`scrypt with N=${N}, r=${r}, p=${p}`);
}

/**
 * The same for an encrypted PKCS#8 key (RFC 8018, appendix A.4: PBES2), which OpenSSL would decrypt
 * at any cost, and without a way to stop it.
 *
 * @throws PlimsollError `KEY_INVALID`, also for schemes older than PBES2
 */
export function refuseCostlyPkcs8(der: Buffer): void {
  const [encryption] = readSequence(readDer(der)[0]);
  const [scheme, parameters] = readSequence(encryption);
  if (readOid(scheme) !== pbes2) {
    throw new PlimsollError("KEY_INVALID", "The private key is encrypted by an outdated scheme", {
      action: "Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem",
    });
  }
  const [derivation, kdf] = readSequence(readSequence(parameters)[0]);
  const values = readSequence(kdf);
  if (readOid(derivation) === pbkdf2 && values[0]?.tag === derTag.octetString) {
    const iterations = readUnsigned(values[1]);
    if (iterations > maxPbkdf2Iterations) throw costly(`PBKDF2 with ${iterations} iterations`);
  } else if (readOid(derivation) === scryptOid) {
    const [N, r, p] = values.slice(1, 4).map(readUnsigned);
    refuseCostlyScrypt({ N: N ?? 0, r: r ?? 0, p: p ?? 0 });
  } else {
    throw new PlimsollError("KEY_INVALID", "The private key is encrypted by an unknown scheme");
  }
}

function costly(what: string): PlimsollError {
  return new PlimsollError("KEY_INVALID", `The key file asks for an unreasonable cost: ${what}`, {
    action:
      "Make sure that the file is yours; if it is, encrypt the key again with usual settings.",
  });
}
