/** One element of DER (X.690) with its content. */
export function derElement(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), derLength(body.length), body]);
}

export function derSequence(...content: readonly Uint8Array[]): Buffer {
  return derElement(0x30, ...content);
}

/** A non-negative INTEGER from its bytes, most significant first. */
export function derUnsigned(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  const isHigh = (digits[0] ?? 0) >= 0x80 || digits.length === 0;
  return derElement(0x02, Buffer.from(isHigh ? [0] : []), digits);
}

/** The two halves of an ECDSA signature, `r` and `s` side by side (IEEE P1363), as DER has them. */
export function ecdsaToDer(raw: Uint8Array): Buffer {
  const half = raw.length / 2;
  return derSequence(derUnsigned(raw.subarray(0, half)), derUnsigned(raw.subarray(half)));
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}
