import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate transparency log (RFC 6962) that promises everything that it is shown. */
export interface CertificateLog {
  readonly publicKey: KeyObject;
  /** SHA-256 of the key. */
  readonly id: Buffer;
  /** A signed certificate timestamp for a certificate without that extension (section 3.2). */
  promise(tbs: Uint8Array, issuerKey: KeyObject, moment?: Date): Buffer;
}

export function createCertificateLog(): CertificateLog {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = sha256(publicKey);
  return {
    publicKey,
    id,
    promise: (tbs, issuerKey, moment = new Date()) => {
      const timestamp = Buffer.alloc(8);
      timestamp.writeBigUInt64BE(BigInt(moment.getTime()));
      const length = Buffer.from([tbs.length >> 16, (tbs.length >> 8) & 255, tbs.length & 255]);
      const precertificate = [sha256(issuerKey), length, tbs];
      // version 1, certificate_timestamp; precert_entry; no extensions
      const head = [Buffer.from([0, 0]), timestamp, Buffer.from([0, 1])];
      const signed = Buffer.concat([...head, ...precertificate, Buffer.from([0, 0])]);
      const signature = sign("sha256", signed, privateKey);
      // sha256, ecdsa
      const tail = [Buffer.from([4, 3, 0, signature.length]), signature];
      return Buffer.concat([Buffer.from([0]), id, timestamp, Buffer.from([0, 0]), ...tail]);
    },
  };
}

/** The list that a certificate carries (section 3.3). */
export function timestampList(promises: readonly Uint8Array[]): Buffer {
  const items = Buffer.concat(promises.flatMap((one) => [lengthOf(one), one]));
  return Buffer.concat([lengthOf(items), items]);
}

function lengthOf(bytes: Uint8Array): Buffer {
  return Buffer.from([bytes.length >> 8, bytes.length & 255]);
}

function sha256(key: KeyObject): Buffer {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
}
