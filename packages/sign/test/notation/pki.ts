import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import {
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from "../../src/encoding/der-write.ts";
import { describePublicKey } from "../../src/keys/public-key.ts";

/** A certificate made on the spot, and its key. */
export interface Issued {
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly serial: Buffer;
}

export type KeyKind = "P-256" | "P-384" | "P-521" | "secp256k1" | 1024 | 2048 | 3072 | 4096;

const keys = new Map<string, KeyObject>();

/** A private key of this kind; the same one for the same label, because RSA keys are slow to make. */
export function keyOf(kind: KeyKind, label = "any"): KeyObject {
  const name = `${kind} ${label}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const { privateKey } =
    typeof kind === "number"
      ? generateKeyPairSync("rsa", { modulusLength: kind })
      : generateKeyPairSync("ec", { namedCurve: kind });
  keys.set(name, privateKey);
  return privateKey;
}

export function toPrivateKey(key: KeyObject) {
  return { keyObject: key, publicKey: describePublicKey(createPublicKey(key)) };
}

const types: Record<string, string> = {
  CN: "2.5.4.3",
  C: "2.5.4.6",
  L: "2.5.4.7",
  ST: "2.5.4.8",
  O: "2.5.4.10",
  OU: "2.5.4.11",
};

/** A Name; each text is one RDN, with `+` between the attributes of one (`["C=US", "O=Acme"]`). */
export function nameOf(rdns: readonly string[]): Buffer {
  return sequence(
    ...rdns.map((rdn) =>
      der(
        0x31,
        ...rdn.split("+").map((attribute) => {
          const [type = "", value = ""] = attribute.split("=");
          return sequence(objectIdentifier(types[type]!), der(0x0c, Buffer.from(value)));
        }),
      ),
    ),
  );
}

export function extension(oid: string, value: Buffer, isCritical = false): Buffer {
  const flag = isCritical ? [der(0x01, Buffer.from([0xff]))] : [];
  return sequence(objectIdentifier(oid), ...flag, octetString(value));
}

/** keyUsage from its bits, the first being digitalSignature. */
export function keyUsage(bits: readonly number[], isCritical = true): Buffer {
  const bytes = [0, 0];
  for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
  const last = Math.max(...bits);
  const body = bytes.slice(0, (last >> 3) + 1);
  return extension("2.5.29.15", der(0x03, Buffer.from([7 - (last & 7), ...body])), isCritical);
}

export function basicConstraints(isCa: boolean, pathLength?: number, isCritical = true): Buffer {
  const fields = isCa ? [der(0x01, Buffer.from([0xff]))] : [];
  if (pathLength !== undefined) fields.push(integer(Buffer.from([pathLength])));
  return extension("2.5.29.19", sequence(...fields), isCritical);
}

export function extendedKeyUsage(purposes: readonly string[], isCritical = false): Buffer {
  return extension("2.5.29.37", sequence(...purposes.map(objectIdentifier)), isCritical);
}

export function ocspAt(...urls: string[]): Buffer {
  const descriptions = urls.map((url) =>
    sequence(objectIdentifier("1.3.6.1.5.5.7.48.1"), der(0x86, Buffer.from(url))),
  );
  return extension("1.3.6.1.5.5.7.1.1", sequence(...descriptions));
}

export function crlAt(url: string, oid = "2.5.29.31"): Buffer {
  return extension(oid, sequence(sequence(der(0xa0, der(0xa0, der(0x86, Buffer.from(url)))))));
}

export const purposes = {
  any: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
};

export const caExtensions = [basicConstraints(true), keyUsage([5, 6])];
export const leafExtensions = [keyUsage([0]), extendedKeyUsage([purposes.codeSigning])];
export const tsaExtensions = [keyUsage([0]), extendedKeyUsage([purposes.timeStamping], true)];

const ecdsaOids = {
  sha1: "1.2.840.10045.4.1",
  sha256: "1.2.840.10045.4.3.2",
  sha384: "1.2.840.10045.4.3.3",
};
const rsaOids = { sha1: "1.2.840.113549.1.1.5", sha256: "1.2.840.113549.1.1.11" };

export type SigningHash = "sha1" | "sha256";

/** AlgorithmIdentifier and signature over `bytes`. */
export function signDer(
  key: KeyObject,
  bytes: Buffer,
  hash: SigningHash = "sha256",
): { algorithm: Buffer; signature: Buffer } {
  const isRsa = key.asymmetricKeyType === "rsa";
  const algorithm = isRsa
    ? sequence(objectIdentifier(rsaOids[hash]), Buffer.from([0x05, 0x00]))
    : sequence(objectIdentifier(ecdsaOids[hash]));
  return { algorithm, signature: sign(hash, bytes, key) };
}

/** SEQUENCE of what is signed, the algorithm and the signature: certificates, CRLs, OCSP responses. */
export function signedDer(key: KeyObject, bytes: Buffer, hash?: SigningHash, ...more: Buffer[]) {
  const { algorithm, signature } = signDer(key, bytes, hash);
  return sequence(bytes, algorithm, der(0x03, Buffer.from([0]), signature), ...more);
}

export interface Wish {
  subject?: readonly string[];
  issuer?: Issued;
  key?: KeyObject;
  /** Milliseconds since 1970. */
  notBefore?: number;
  notAfter?: number;
  extensions?: readonly Buffer[];
  hash?: SigningHash;
  serial?: Buffer;
  spki?: Buffer;
}

export const day = 24 * 60 * 60 * 1000;

export function generalizedTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, "").replace(/\.\d+/, "");
  return der(0x18, Buffer.from(text));
}

/** Makes a certificate; self-signed without an issuer. */
export function issue(wish: Wish = {}): Issued {
  const key = wish.key ?? keyOf("P-256", String(Math.random()));
  const subject = nameOf(wish.subject ?? ["C=US", "ST=WA", "O=Acme", "CN=Root"]);
  const signer = wish.issuer ?? { key, subject };
  const serial = wish.serial ?? Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const hash = wish.hash ?? "sha256";
  const spki = wish.spki ?? createPublicKey(key).export({ format: "der", type: "spki" });
  const now = Date.now();
  const tbs = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    signDer(signer.key, Buffer.alloc(1), hash).algorithm,
    signer.subject,
    sequence(
      generalizedTime(wish.notBefore ?? now - day),
      generalizedTime(wish.notAfter ?? now + 30 * day),
    ),
    subject,
    spki,
    der(0xa3, sequence(...(wish.extensions ?? caExtensions))),
  );
  return { der: signedDer(signer.key, tbs, hash), key, subject, issuer: signer.subject, serial };
}

export const signerName = ["C=US", "ST=WA", "O=Acme", "CN=Builder"];

/** A root and a leaf under it that may sign code. */
export function issueChain(leaf: Wish = {}, root: Wish = {}): { root: Issued; leaf: Issued } {
  const authority = issue(root);
  const wish = { subject: signerName, extensions: leafExtensions, issuer: authority, ...leaf };
  return { root: authority, leaf: issue(wish) };
}
