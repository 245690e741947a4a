import { createPublicKey, ECDH } from "node:crypto";
import {
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from "../../src/encoding/der-write.ts";
import { keyOf } from "./pki.ts";

const hex = (text: string) => Buffer.from(text, "hex");
const prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const a = "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc";
const b = "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b";
const order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const generator = `046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296${"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"}`;

/** The public key of `keyOf("P-256")` with P-256 written out by its parameters (RFC 3279, 2.3.5). */
export const explicitCurveKey = toExplicit();

function toExplicit(): Buffer {
  const spki = createPublicKey(keyOf("P-256")).export({ format: "der", type: "spki" });
  const point = spki.subarray(spki.length - 65);
  // Fails here when it is not a point of the curve.
  ECDH.convertKey(point, "prime256v1");
  const parameters = sequence(
    integer(Buffer.from([1])),
    sequence(objectIdentifier("1.2.840.10045.1.1"), integer(hex(prime))),
    sequence(octetString(hex(a)), octetString(hex(b))),
    octetString(hex(generator)),
    integer(hex(order)),
    integer(Buffer.from([1])),
  );
  const algorithm = sequence(objectIdentifier("1.2.840.10045.2.1"), parameters);
  return sequence(algorithm, der(0x03, Buffer.from([0]), point));
}
