/** A curve y² = x³ - 3x + b over the prime `p`, with a generator of the prime order `n` (FIPS 186-5, SP 800-186). */
export interface Curve {
  readonly p: bigint;
  readonly n: bigint;
  readonly generator: Point;
}

/** Affine coordinates; `undefined` for the point at infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;

/** SP 800-186, section 3.2.1 */
export const curves = {
  "ecdsa-p256": {
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    generator: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    },
  },
  "ecdsa-p384": {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    generator: {
      x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
      y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
    },
  },
  "ecdsa-p521": {
    p: 2n ** 521n - 1n,
    n: 0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    generator: {
      x: 0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
      y: 0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
    },
  },
} as const satisfies Record<string, Curve>;

/**
 * Verifies an ECDSA signature over a digest (FIPS 186-5, section 6.4.2), which node:crypto does only over
 * the whole message. Everything in it is public, so that its time may tell what it likes.
 */
export function verifyDigest(
  curve: Curve,
  publicKey: Point,
  digest: Uint8Array,
  { r, s }: { readonly r: bigint; readonly s: bigint },
): boolean {
  const { n, generator } = curve;
  if (r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const inverse = invert(s, n);
  const excess = digest.length * 8 - n.toString(2).length;
  const number = BigInt(`0x${Buffer.from(digest).toString("hex")}`);
  const message = excess > 0 ? number >> BigInt(excess) : number;
  const sum = addTwoMultiples(
    curve,
    [(message * inverse) % n, generator],
    [(r * inverse) % n, publicKey],
  );
  return sum !== undefined && sum.x % n === r;
}

/** a·A + b·B, both at once bit by bit. */
function addTwoMultiples(curve: Curve, [a, A]: [bigint, Point], [b, B]: [bigint, Point]): Point {
  const both = add(curve, A, B);
  const length = Math.max(a.toString(2).length, b.toString(2).length);
  let sum: Point;
  for (let bit = BigInt(length - 1); bit >= 0n; bit -= 1n) {
    sum = add(curve, sum, sum);
    const [hasA, hasB] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (hasA === 1n) sum = add(curve, sum, hasB === 1n ? both : A);
    else if (hasB === 1n) sum = add(curve, sum, B);
  }
  return sum;
}

function add({ p }: Curve, a: Point, b: Point): Point {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (a.x === b.x && (a.y + b.y) % p === 0n) return undefined;
  const slope =
    a.x === b.x
      ? (3n * a.x * a.x - 3n) * invert(2n * a.y, p)
      : (b.y - a.y) * invert(modulo(b.x - a.x, p), p);
  const x = modulo(slope * slope - a.x - b.x, p);
  return { x, y: modulo(slope * (a.x - x) - a.y, p) };
}

/** Extended Euclid; `value` is not a multiple of the prime `modulus`. */
function invert(value: bigint, modulus: bigint): bigint {
  let [a, b] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (a > 1n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  return modulo(x, modulus);
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}
