import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { derTag } from "../../encoding/der.ts";

// RFC 8018, appendix A, and NIST's AES: 1.2.840.113549.1.5.13, …1.5.12, 2.16.840.1.101.3.4.1.42.
const pbes2 = Buffer.from("2a864886f70d01050d", "hex");
const pbkdf2Oid = Buffer.from("2a864886f70d01050c", "hex");
const aes256Cbc = Buffer.from("60864801650304012a", "hex");

const iterations = 600_000;
const saltBytes = 16;

/**
 * Encrypts PKCS#8 as Notary's client can read it: PBES2 with PBKDF2 over HMAC-SHA-1, the default that
 * is left unsaid, and AES-256-CBC. Node itself writes HMAC-SHA-256, which Notary takes for SHA-1.
 *
 * @returns `EncryptedPrivateKeyInfo` in DER
 */
export async function encryptPkcs8(pkcs8: Uint8Array, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(saltBytes);
  const iv = randomBytes(16);
  const key = await promisify(pbkdf2)(passphrase, salt, iterations, 32, "sha1");
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const ciphertext = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  const derivation = sequence(
    element(derTag.oid, pbkdf2Oid),
    sequence(element(derTag.octetString, salt), integer(iterations)),
  );
  const encryption = sequence(element(derTag.oid, aes256Cbc), element(derTag.octetString, iv));
  const scheme = sequence(element(derTag.oid, pbes2), sequence(derivation, encryption));
  return sequence(scheme, element(derTag.octetString, ciphertext));
}

function sequence(...elements: Buffer[]): Buffer {
  return element(derTag.sequence, Buffer.concat(elements));
}

function integer(value: number): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  // A leading bit would make it negative.
  return element(derTag.integer, bytes[0]! < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  if (length < 0x100) return Buffer.concat([Buffer.of(tag, 0x81, length), content]);
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 0xff), content]);
}
