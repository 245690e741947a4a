import { PlimsollError } from "@plimsoll/core";
import { formatRfc3339 } from "../encoding/rfc3339.ts";
import { readInside, readIntegerHex, readOne } from "../x509/asn1.ts";
import type { Certificate } from "../x509/certificate.ts";
import { algorithmFor } from "./algorithm.ts";
import { encodeCoseHeader, formatCose, toSignedBytes } from "./cose.ts";
import { formatJws, prepareJws } from "./jws.ts";
import { type EnvelopeFormat, headers, payloadType, schemes } from "./media-types.ts";

export interface EnvelopeContent {
  readonly format: EnvelopeFormat;
  readonly payload: Buffer;
  /** Milliseconds since 1970. */
  readonly signingTime: number;
  readonly expiry: number | undefined;
  /** Leaf first, root last. */
  readonly chain: readonly Certificate[];
}

/** Unsigned, and only for people who look for a fault. */
const agent = "plimsoll";

/**
 * Makes an envelope.
 *
 * @param sign signs with the leaf's key; ECDSA in DER, as `Signer.sign` does
 * @param countersign gives a TimeStampToken over the signature, or nothing
 */
export async function writeEnvelope(
  content: EnvelopeContent,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
  countersign: (signature: Uint8Array) => Promise<Buffer | undefined>,
): Promise<Buffer> {
  const ders = content.chain.map(({ der }) => der);
  const finish = async (signedBytes: Buffer) => {
    const signature = toRawSignature(await sign(signedBytes), content.chain[0]!);
    return { signature, unsigned: { agent, timestamp: await countersign(signature) } };
  };
  if (content.format === "jws") {
    const parts = prepareJws(toJwsHeader(content), content.payload);
    const { signature, unsigned } = await finish(parts.signedBytes);
    return formatJws(parts, signature, ders, unsigned);
  }
  const parts = { protected: toCoseHeader(content), payload: content.payload };
  const { signature, unsigned } = await finish(toSignedBytes(parts.protected, parts.payload));
  return formatCose(parts, signature, ders, unsigned);
}

function criticalOf({ expiry }: EnvelopeContent): string[] {
  return expiry === undefined ? [headers.scheme] : [headers.scheme, headers.expiry];
}

function toJwsHeader(content: EnvelopeContent): Record<string, unknown> {
  const { chain, expiry, signingTime } = content;
  return {
    alg: algorithmFor(chain[0]!.publicKey)!.jws,
    crit: criticalOf(content),
    cty: payloadType,
    ...(expiry !== undefined && { [headers.expiry]: formatRfc3339(expiry) }),
    [headers.scheme]: schemes.x509,
    [headers.signingTime]: formatRfc3339(signingTime),
  };
}

function toCoseHeader(content: EnvelopeContent): Buffer {
  const { chain, expiry, signingTime } = content;
  const seconds = (at: number) => ({ epochSeconds: Math.floor(at / 1000) });
  return encodeCoseHeader(
    algorithmFor(chain[0]!.publicKey)!.cose,
    payloadType,
    criticalOf(content),
    {
      [headers.scheme]: schemes.x509,
      [headers.signingTime]: seconds(signingTime),
      ...(expiry !== undefined && { [headers.expiry]: seconds(expiry) }),
    },
  );
}

/** r and s side by side, each as long as the curve's order, from the DER of ECDSA; RSA as it is. */
function toRawSignature(signature: Uint8Array, { publicKey }: Certificate): Uint8Array {
  const { coordinateBytes } = algorithmFor(publicKey)!;
  if (coordinateBytes === undefined) return signature;
  const numbers = readInside(readOne(Buffer.from(signature))).map((element) => {
    const bytes = Buffer.from(readIntegerHex(element), "hex");
    const body = bytes[0] === 0 ? bytes.subarray(1) : bytes;
    if (body.length > coordinateBytes) {
      throw new PlimsollError("SIGNATURE_INVALID", "The signer's signature is too long");
    }
    return Buffer.concat([Buffer.alloc(coordinateBytes - body.length), body]);
  });
  return Buffer.concat(numbers);
}
