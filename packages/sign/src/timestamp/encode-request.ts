import { createHash } from "node:crypto";
import { der, integer, objectIdentifier, octetString, sequence } from "../encoding/der-write.ts";
import type { HashName } from "../x509/signed.ts";

const hashOids: Readonly<Record<HashName, string>> = {
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
};

/**
 * A TimeStampReq (RFC 3161, 2.4.1) over `data`, that asks for the certificates too.
 *
 * @param nonce an INTEGER in DER
 */
export function encodeTimestampRequest(
  data: Uint8Array,
  hash: HashName,
  nonce: Uint8Array,
): Buffer {
  return sequence(
    integer(Buffer.from([1])),
    sequence(
      sequence(objectIdentifier(hashOids[hash]), Buffer.from([0x05, 0x00])),
      octetString(createHash(hash).update(data).digest()),
    ),
    nonce,
    der(0x01, Buffer.from([0xff])),
  );
}
