import { type KeyObject, sign } from "node:crypto";
import { encode, Tagged } from "cborg";
import type { NotationTrust } from "../../src/index.ts";
import { algorithmFor, pssOptions } from "../../src/notation/algorithm.ts";
import { createJudge } from "../../src/notation/judge-notation.ts";
import type { Question } from "../../src/verify/check.ts";
import { type Issued, issueChain, keyOf } from "./pki.ts";

export const { root, leaf } = issueChain({ key: keyOf("P-256") });
export const subject = {
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: `sha256:${"ab".repeat(32)}`,
  size: 528,
};
export const payloadOf = (changes: object = {}) =>
  Buffer.from(JSON.stringify({ targetArtifact: { ...subject, ...changes } }));

/** Signs as an envelope is signed, with the algorithm that the key dictates or another. */
export function signEnvelope(key: KeyObject, bytes: Buffer): Buffer {
  const { hash, coordinateBytes } = algorithmFor(key)!;
  return coordinateBytes === undefined
    ? sign(hash, bytes, { key, ...pssOptions })
    : sign(hash, bytes, { key, dsaEncoding: "ieee-p1363" });
}

export const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");

export const jwsHeader = () => ({
  alg: "ES256",
  crit: ["io.cncf.notary.signingScheme"],
  cty: "application/vnd.cncf.notary.payload.v1+json",
  "io.cncf.notary.signingScheme": "notary.x509",
  "io.cncf.notary.signingTime": at(Date.now()),
});

export interface JwsWish {
  protected?: Record<string, unknown>;
  /** Instead of the protected header's JSON. */
  rawProtected?: Buffer;
  header?: Record<string, unknown>;
  top?: Record<string, unknown>;
  payload?: Buffer;
  chain?: readonly Issued[];
  key?: KeyObject;
  sign?: (key: KeyObject, bytes: Buffer) => Buffer;
  timestamp?: (signature: Buffer) => Buffer;
}

/** A JWS made by hand, always with a valid signature over what it says. */
export function jws(wish: JwsWish = {}): Buffer {
  const json = Buffer.from(JSON.stringify({ ...jwsHeader(), ...wish.protected }));
  const header = (wish.rawProtected ?? json).toString("base64url");
  const body = (wish.payload ?? payloadOf()).toString("base64url");
  const chain = wish.chain ?? [leaf, root];
  const key = wish.key ?? chain[0]!.key;
  const signature = (wish.sign ?? signEnvelope)(key, Buffer.from(`${header}.${body}`));
  const stamp = wish.timestamp?.(signature).toString("base64");
  return Buffer.from(
    JSON.stringify({
      payload: body,
      protected: header,
      header: {
        x5c: chain.map(({ der }) => der.toString("base64")),
        ...(stamp !== undefined && { "io.cncf.notary.timestampSignature": stamp }),
        ...wish.header,
      },
      signature: signature.toString("base64url"),
      ...wish.top,
    }),
  );
}

export interface CoseWish {
  protected?: readonly (readonly [string | number, unknown])[];
  /** Instead of the protected header's CBOR. */
  rawProtected?: Uint8Array;
  unprotected?: readonly (readonly [string | number, unknown])[];
  payload?: Buffer;
  chain?: readonly Issued[];
  /** Puts the finished parts together. */
  assemble?: (parts: readonly unknown[]) => Uint8Array;
}

export const tagged = (message: Uint8Array) => Buffer.concat([Buffer.from([0xd2]), message]);

/** A COSE_Sign1 made by hand, always with a valid signature over what it says. */
export function cose(wish: CoseWish = {}): Buffer {
  const header = new Map<string | number, unknown>([
    [1, -7],
    [2, ["io.cncf.notary.signingScheme"]],
    [3, "application/vnd.cncf.notary.payload.v1+json"],
    ["io.cncf.notary.signingScheme", "notary.x509"],
    ["io.cncf.notary.signingTime", new Tagged(1, Math.floor(Date.now() / 1000))],
    ...(wish.protected ?? []),
  ]);
  for (const [name, value] of header) if (value === undefined) header.delete(name);
  const protectedBytes = wish.rawProtected ?? encode(header);
  const payload = wish.payload ?? payloadOf();
  const chain = wish.chain ?? [leaf, root];
  const toSign = encode(["Signature1", protectedBytes, new Uint8Array(0), payload]);
  const signature = signEnvelope(chain[0]!.key, Buffer.from(toSign));
  const unprotected = new Map<string | number, unknown>([
    [33, chain.map(({ der }) => der)],
    ...(wish.unprotected ?? []),
  ]);
  const parts = [protectedBytes, unprotected, payload, signature];
  return Buffer.from(wish.assemble?.(parts) ?? tagged(encode(parts)));
}

export const trust: NotationTrust = {
  stores: [{ kind: "ca", name: "acme", certificates: [root.der] }],
  identities: ["C=US, ST=WA, O=Acme"],
  level: "strict",
};

/** Judges an envelope about `subject`. */
export function judge(
  bytes: Buffer,
  notation: NotationTrust = trust,
  more: Partial<Question> = {},
  format: "jws" | "cose" = bytes[0] === 0x7b ? "jws" : "cose",
) {
  const question = {
    digest: subject.digest,
    repository: "registry.example/lab/app",
    tag: undefined,
    keys: [],
    notation,
    ...more,
  };
  const stored = { format, bytes, manifestDigest: subject.digest };
  return createJudge(question, undefined)(stored, subject);
}

/** Name and result of the checks that did not pass, with their reasons. */
export async function faultsOf(...parameters: Parameters<typeof judge>): Promise<string[]> {
  const { checks, result } = await judge(...parameters);
  const faults = checks
    .filter((each) => each.result !== "pass" && each.name !== "signature")
    .map((each) => `${each.name} ${each.result}: ${each.reason}`);
  return [result, ...faults];
}
