import { createHmac, sign } from "node:crypto";
import { encode, Tagged } from "cborg";
import { describe, expect, it } from "vitest";
import type { NotationTrust } from "../../src/index.ts";
import {
  at,
  cose,
  faultsOf,
  judge,
  jws,
  jwsHeader,
  leaf,
  payloadOf,
  root,
  tagged,
  trust,
} from "../notation/craft.ts";
import { explicitCurveKey } from "../notation/explicit-curve.ts";
import {
  basicConstraints,
  caExtensions,
  extendedKeyUsage,
  type Issued,
  issue,
  issueChain,
  keyOf,
  keyUsage,
  leafExtensions,
  purposes,
  signerName,
  type Wish,
} from "../notation/pki.ts";

const scheme = "io.cncf.notary.signingScheme";
const expiry = "io.cncf.notary.expiry";
const authenticTime = "io.cncf.notary.authenticSigningTime";
const day = 24 * 60 * 60 * 1000;

/** A trust that knows another root. */
const trusting = (authority: Issued, more: Partial<NotationTrust> = {}): NotationTrust => ({
  ...trust,
  stores: [{ kind: "ca", name: "acme", certificates: [authority.der] }],
  ...more,
});

async function expectRefusal(bytes: Buffer, reason: string, given = trust): Promise<void> {
  const [result, ...faults] = await faultsOf(bytes, given);
  expect({ result, faults: faults.join("\n") }).toEqual({
    result: "failed",
    faults: expect.stringContaining(reason),
  });
}

describe("crafted envelopes", () => {
  it("verify when nothing is wrong with them", async () => {
    for (const bytes of [jws(), cose()]) {
      expect(await faultsOf(bytes)).toEqual(["verified"]);
    }
  });
});

describe("[refusal 38] a certificate", () => {
  const { any, serverAuth, codeSigning, timeStamping } = purposes;
  it.each<[string, Wish, string]>([
    ["that is an authority", { extensions: [basicConstraints(true), keyUsage([0])] }, "authority"],
    ["without keyUsage", { extensions: [] }, "no critical keyUsage"],
    ["whose keyUsage is not critical", { extensions: [keyUsage([0], false)] }, "no critical"],
    ["not for signatures", { extensions: [keyUsage([1])] }, "not for digital signatures"],
    ["for certificates too", { extensions: [keyUsage([0, 5])] }, "more than digital"],
    ["for anything", { extensions: [keyUsage([0]), extendedKeyUsage([any])] }, "something else"],
    [
      "for servers too",
      { extensions: [keyUsage([0]), extendedKeyUsage([codeSigning, serverAuth])] },
      "something else",
    ],
    [
      "for timestamps",
      { extensions: [keyUsage([0]), extendedKeyUsage([timeStamping])] },
      "something else",
    ],
    ["signed with SHA-1", { hash: "sha1" }, "SHA-1"],
    ["with an RSA key of 1024 bits", { key: keyOf(1024) }, "1024 bits"],
    ["with a key on another curve", { key: keyOf("secp256k1") }, "secp256k1"],
  ])("%s", async (_, wish, reason) => {
    const chain = issueChain({ key: keyOf("P-256"), ...wish });
    // A key that cannot sign an envelope: another one signs, and the certificate is looked at first.
    const bytes = jws({ chain: [chain.leaf, chain.root], key: leaf.key });
    await expectRefusal(bytes, reason, trusting(chain.root));
  });

  it("with a curve of its own, described by parameters", async () => {
    const chain = issueChain({ key: keyOf("P-256"), spki: explicitCurveKey });
    const bytes = jws({ chain: [chain.leaf, chain.root] });
    await expectRefusal(bytes, "curve of its own", trusting(chain.root));
  });

  it.each<[string, Wish, string]>([
    ["is none", { extensions: [keyUsage([5])] }, "no certificate authority"],
    [
      "is one, but not critically",
      { extensions: [basicConstraints(true, 0, false), keyUsage([5])] },
      "critical",
    ],
    [
      "may not sign certificates",
      { extensions: [basicConstraints(true), keyUsage([6])] },
      "may not",
    ],
    ["has no keyUsage", { extensions: [basicConstraints(true)] }, "may not"],
    ["has an RSA key of 1024 bits", { key: keyOf(1024) }, "1024 bits"],
    ["is signed with SHA-1", { hash: "sha1" }, "SHA-1"],
  ])("of an authority that %s", async (_, wish, reason) => {
    const chain = issueChain({ key: keyOf("P-256") }, wish);
    await expectRefusal(jws({ chain: [chain.leaf, chain.root] }), reason, trusting(chain.root));
  });

  it("below more authorities than a path length allows", async () => {
    const top = issue({ extensions: [basicConstraints(true, 0), keyUsage([5])] });
    const middle = issue({ subject: ["O=Middle"], issuer: top, extensions: caExtensions });
    const own = issue({ subject: signerName, issuer: middle, extensions: leafExtensions });
    const bytes = jws({ chain: [own, middle, top] });
    await expectRefusal(bytes, "pathLenConstraint", trusting(top));
  });

  it("whose issuer has the name of a trusted one, and another key", async () => {
    const forged = issueChain({ key: keyOf("P-256") });
    await expectRefusal(jws({ chain: [forged.leaf, root] }), "not issued by the next one");
    await expectRefusal(jws({ chain: [forged.leaf, forged.root] }), "no trust store");
  });
});

describe("[refusal 44] alg", () => {
  const hmac = (_: unknown, bytes: Buffer) => createHmac("sha256", leaf.der).update(bytes).digest();

  it.each([
    ["none", () => Buffer.from([0])],
    ["HS256", hmac],
    ["ES384", undefined],
    ["PS256", undefined],
    ["ES256K", undefined],
  ])("%s is refused, because the leaf's key dictates ES256", async (alg, signing) => {
    const bytes = jws({ protected: { alg }, ...(signing && { sign: signing }) });
    await expectRefusal(bytes, "the leaf's key dictates");
  });

  it("RS256 is refused, and a PKCS #1 signature under the name PS256", async () => {
    const own = issueChain({ key: keyOf(2048) });
    const chain = [own.leaf, own.root];
    const pkcs1 = { sign: (key: typeof own.leaf.key, bytes: Buffer) => sign("sha256", bytes, key) };
    const named = (alg: string) => jws({ chain, protected: { alg }, ...pkcs1 });
    await expectRefusal(named("RS256"), "dictates", trusting(own.root));
    await expectRefusal(named("PS256"), "did not make", trusting(own.root));
  });

  it("is refused in the unprotected header, of either kind of envelope", async () => {
    await expectRefusal(jws({ header: { alg: "ES256" } }), "must be protected");
    await expectRefusal(cose({ unprotected: [[1, -7]] }), "must be protected");
  });

  it("of COSE is refused when it is another than the key's, or none", async () => {
    for (const alg of [-35, -37, -257, 5]) {
      await expectRefusal(cose({ protected: [[1, alg]] }), "dictates");
    }
    await expectRefusal(cose({ protected: [[1, undefined]] }), "alg is missing");
  });

  it("ECDSA in DER is refused, and r and s of zero", async () => {
    const asDer = { sign: (key: typeof leaf.key, bytes: Buffer) => sign("sha256", bytes, key) };
    await expectRefusal(jws(asDer), "did not make");
    await expectRefusal(jws({ sign: () => Buffer.alloc(64) }), "did not make");
  });
});

describe("[refusal 45] crit", () => {
  it.each([
    ["is missing", { crit: undefined }, "crit is missing"],
    ["is empty", { crit: [] }, "scheme is not marked critical"],
    ["names something unknown", { crit: [scheme, "example"], example: 1 }, "not known"],
    ["names something that is not there", { crit: [scheme, expiry] }, "not there"],
    ["names one twice", { crit: [scheme, scheme] }, "twice"],
    ["leaves the expiry out", { [expiry]: at(Date.now() + day) }, "not marked critical"],
    ["names what is registered", { crit: [scheme, "alg"] }, "not known"],
    [
      "asks for a plugin",
      {
        crit: [scheme, "io.cncf.notary.verificationPlugin"],
        "io.cncf.notary.verificationPlugin": "com.example",
      },
      "plugin",
    ],
    ["leaves a plugin out", { "io.cncf.notary.verificationPlugin": "com.example" }, "plugin"],
  ])("of JWS %s", async (_, changes, reason) => {
    await expectRefusal(jws({ protected: changes }), reason);
  });

  it.each<[string, (readonly [string | number, unknown])[], string]>([
    ["is missing", [[2, undefined]], "crit is missing"],
    ["leaves the scheme out", [[2, []]], "not marked critical"],
    ["names a number", [[2, [scheme, 33]]], "not known"],
    ["names one twice", [[2, [scheme, scheme]]], "twice"],
  ])("of COSE %s", async (_, changes, reason) => {
    await expectRefusal(cose({ protected: changes }), reason);
  });
});

describe("[refusal 46] the form", () => {
  const parts = JSON.parse(jws().toString()) as Record<string, unknown>;

  it.each([
    ["of a compact JWS", `${String(parts.protected)}.${String(parts.payload)}.x`, "not JSON"],
    [
      "of a general JWS",
      JSON.stringify({ payload: parts.payload, signatures: [parts] }),
      "not a flattened JWS",
    ],
    ["with one more member", JSON.stringify({ ...parts, extra: 1 }), "not a flattened JWS"],
    ["with a member twice", jws().toString().replace("{", '{"payload":"",'), "same key twice"],
    ["with padded base64url", JSON.stringify({ ...parts, signature: "AAA=" }), "base64url"],
    ["without a header", JSON.stringify({ ...parts, header: undefined }), "header is missing"],
  ])("%s", async (_, text, reason) => {
    const [result, fault] = await faultsOf(Buffer.from(text), trust, {}, "jws");
    expect([result, fault]).toEqual(["failed", expect.stringContaining(reason)]);
  });

  it("with a key twice in the protected header", async () => {
    const text = JSON.stringify(jwsHeader()).replace("{", '{"alg":"none",');
    await expectRefusal(jws({ rawProtected: Buffer.from(text) }), "same key twice");
  });

  it("with a parameter that names another key, or changes what is signed", async () => {
    for (const name of ["jwk", "jku", "x5u", "b64", "zip"]) {
      await expectRefusal(jws({ protected: { [name]: "x" } }), "not allowed");
    }
  });

  it.each<[string, Issued[], string]>([
    ["root first", [root, leaf], "authority"],
    ["without its root", [leaf], "issuer is missing"],
    ["with an unrelated certificate", [leaf, root, issue()], "self-signed"],
    ["with the leaf twice", [leaf, leaf, root], "not issued by the next one"],
    ["of the root alone", [root], "authority"],
  ])("with a chain %s", async (_, chain, reason) => {
    await expectRefusal(jws({ chain, key: leaf.key }), reason);
    await expectRefusal(cose({ chain }), reason);
  });

  it("without a certificate, or with more than a chain has", async () => {
    await expectRefusal(jws({ header: { x5c: [] } }), "no certificate");
    const many = Array.from({ length: 11 }, () => leaf.der.toString("base64"));
    await expectRefusal(jws({ header: { x5c: many } }), "more than 10");
    await expectRefusal(jws({ header: { x5c: ["*"] } }), "not base64");
  });
});

describe("[refusal 47] the signing scheme", () => {
  const authority = {
    crit: [scheme, authenticTime],
    [scheme]: "notary.x509.signingAuthority",
    [authenticTime]: at(Date.now() - 1000),
    "io.cncf.notary.signingTime": undefined,
  };
  const inStore = (kind: "ca" | "signingAuthority"): NotationTrust => ({
    ...trust,
    stores: [{ kind, name: "acme", certificates: [root.der] }],
  });

  it("is refused when it is not known", async () => {
    await expectRefusal(jws({ protected: { [scheme]: "notary.other" } }), "not known");
    await expectRefusal(cose({ protected: [[scheme, "notary.other"]] }), "not known");
  });

  it("signingAuthority needs a store of its own kind, and a ca store is none", async () => {
    const bytes = jws({ protected: authority });
    await expectRefusal(bytes, "kind signingAuthority", inStore("ca"));
    expect((await judge(bytes, inStore("signingAuthority"))).result).toBe("verified");
    await expectRefusal(jws(), "kind ca", inStore("signingAuthority"));
  });

  it("decides which time there must be", async () => {
    const late = { ...authority, [authenticTime]: at(Date.now() + day) };
    const early = { ...authority, [authenticTime]: at(Date.now() - 5 * day) };
    await expectRefusal(jws({ protected: late }), "future", inStore("signingAuthority"));
    await expectRefusal(jws({ protected: early }), "not valid before", inStore("signingAuthority"));
    const both = { ...authority, "io.cncf.notary.signingTime": at(0) };
    await expectRefusal(jws({ protected: both }), "does not fit");
    const none = { "io.cncf.notary.signingTime": undefined };
    await expectRefusal(jws({ protected: none }), "does not fit");
    const authentic = { crit: [scheme, authenticTime], [authenticTime]: at(0) };
    await expectRefusal(jws({ protected: authentic }), "does not fit");
  });
});

describe("[refusal 48] an expired signature", () => {
  const expired = (time: number) => [
    jws({ protected: { crit: [scheme, expiry], [expiry]: at(time) } }),
    cose({
      protected: [
        [2, [scheme, expiry]],
        [expiry, new Tagged(1, Math.floor(time / 1000))],
      ],
    }),
  ];

  it("fails at the level strict, and is a warning at permissive and audit", async () => {
    for (const bytes of expired(Date.now() - 60_000)) {
      await expectRefusal(bytes, "expiry fail: The signature has expired");
      for (const level of ["permissive", "audit"] as const) {
        expect(await faultsOf(bytes, { ...trust, level })).toEqual([
          "verified",
          "expiry warn: The signature has expired",
        ]);
      }
      const [result] = await faultsOf(bytes, { ...trust, level: "permissive", expiry: "enforce" });
      expect(result).toBe("failed");
    }
  });

  it("is one from the very second of its expiry", async () => {
    const time = Math.floor(Date.now() / 1000) * 1000 + 60_000;
    for (const bytes of expired(time)) {
      expect((await judge(bytes, trust, { now: () => time - 1 })).result).toBe("verified");
      expect((await judge(bytes, trust, { now: () => time })).result).toBe("failed");
    }
  });

  it.each(["tomorrow", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", 1])(
    "has a real time: not %s",
    async (time) => {
      await expectRefusal(
        jws({ protected: { crit: [scheme, expiry], [expiry]: time } }),
        "not a time",
      );
    },
  );
});

describe("[refusal 49] the payload", () => {
  it("of another content type is refused", async () => {
    const cty = "application/vnd.cncf.notary.payload.v2+json";
    await expectRefusal(jws({ protected: { cty } }), "content type");
    await expectRefusal(cose({ protected: [[3, cty]] }), "content type");
  });

  it.each([
    ["digest", { digest: `sha256:${"cd".repeat(32)}` }],
    ["size", { size: 529 }],
    ["size", { size: "528" }],
    ["mediaType", { mediaType: "application/vnd.oci.image.index.v1+json" }],
    ["mediaType", { mediaType: undefined }],
  ])("of another %s is refused at every level", async (field, changes) => {
    for (const bytes of [
      jws({ payload: payloadOf(changes) }),
      cose({ payload: payloadOf(changes) }),
    ]) {
      for (const level of ["strict", "permissive", "audit"] as const) {
        await expectRefusal(bytes, `Another ${field} was signed`, { ...trust, level });
      }
    }
  });

  it.each([
    ["is no JSON", "x", "not JSON"],
    ["has a key twice", '{"targetArtifact":{},"targetArtifact":{}}', "same key twice"],
    ["names nothing", "{}", "no targetArtifact"],
  ])("that %s is refused", async (_, text, reason) => {
    await expectRefusal(jws({ payload: Buffer.from(text) }), reason);
  });
});

describe("[refusal 50] COSE", () => {
  const reason = "The envelope cannot be read";
  /** An array of four with an indefinite length. */
  const indefinite = (parts: readonly unknown[]) =>
    tagged(
      Buffer.concat([
        Buffer.from([0x9f]),
        ...parts.map((part) => encode(part)),
        Buffer.from([0xff]),
      ]),
    );

  it.each<[string, Buffer]>([
    ["untagged", cose({ assemble: encode })],
    ["with another tag", cose({ assemble: (parts) => encode(new Tagged(98, parts)) })],
    ["tagged twice", cose({ assemble: (parts) => tagged(tagged(encode(parts))) })],
    ["of an indefinite length", cose({ assemble: indefinite })],
    ["with bytes behind it", Buffer.concat([cose(), Buffer.from([0])])],
    ["cut off", cose().subarray(0, -1)],
    [
      "with a detached payload",
      cose({ assemble: ([a, b, , d]) => tagged(encode([a, b, null, d])) }),
    ],
    ["with five parts", cose({ assemble: (parts) => tagged(encode([...parts, 0])) })],
    ["whose header is no map", cose({ rawProtected: encode([1, -7]) })],
    ["nested without end", tagged(Buffer.alloc(500_000, 0x81))],
  ])("%s is refused", async (_, bytes) => {
    const [result, fault] = await faultsOf(bytes, trust, {}, "cose");
    expect([result, fault]).toEqual(["failed", expect.stringContaining(reason)]);
  });

  it("with a key twice in either header is refused", async () => {
    const twice = Buffer.from([0xa2, 0x01, 0x26, 0x01, 0x26]);
    await expectRefusal(cose({ rawProtected: twice }), "strict CBOR");
    const assemble = ([a, , c, d]: readonly unknown[]) =>
      tagged(Buffer.concat([Buffer.from([0x84]), encode(a), twice, encode(c), encode(d)]));
    await expectRefusal(cose({ assemble }), "strict CBOR");
  });

  it("with a number that is longer than it needs to be is refused", async () => {
    await expectRefusal(
      cose({ rawProtected: Buffer.from([0xa1, 0x18, 0x01, 0x26]) }),
      "strict CBOR",
    );
  });

  it("with certificates in both headers is refused", async () => {
    await expectRefusal(cose({ protected: [[33, [leaf.der, root.der]]] }), "must be protected");
  });

  it("with a time of half a second, or without its tag, is refused", async () => {
    for (const time of [
      new Tagged(1, 1.5),
      1_700_000_000,
      new Tagged(1, "1"),
      new Tagged(1, 2 ** 52),
    ]) {
      await expectRefusal(
        cose({ protected: [["io.cncf.notary.signingTime", time]] }),
        "not a time",
      );
    }
  });
});

describe("[refusal 51] a distinguished name", () => {
  const judgeSubject = async (subject: readonly string[], identity: string) => {
    const own = issueChain({ key: keyOf("P-256"), subject });
    const given = trusting(own.root, { identities: [identity] });
    return faultsOf(jws({ chain: [own.leaf, own.root] }), given);
  };

  it("with a comma in a value is not the one with the attributes behind it", async () => {
    const tricky = ["C=US", "ST=WA", "O=Evil, O=Acme"];
    expect(await judgeSubject(tricky, "C=US, ST=WA, O=Acme")).toEqual([
      "failed",
      "identity fail: The certificate's subject may not sign",
    ]);
    const result = await judgeSubject(
      ["C=US", "ST=WA", "O=Acme, Inc."],
      "C=US,ST=WA,O=Acme\\, Inc.",
    );
    expect(result).toEqual(["verified"]);
  });

  it("with a multi-valued RDN fits no identity", async () => {
    const [result, fault] = await judgeSubject(
      ["C=US", "ST=WA", "O=Acme+OU=x"],
      "C=US,ST=WA,O=Acme",
    );
    expect([result, fault]).toEqual(["failed", expect.stringContaining("multi-valued")]);
  });

  it("with an attribute twice fits no identity", async () => {
    const [result] = await judgeSubject(["C=US", "ST=WA", "O=Acme", "O=Evil"], "C=US,ST=WA,O=Acme");
    expect(result).toBe("failed");
  });

  it("of another state, written S or ST, fits not", async () => {
    for (const type of ["S", "ST"]) {
      expect((await judgeSubject(["C=US", "ST=WA", "O=Acme"], `C=US,${type}=WA,O=Acme`))[0]).toBe(
        "verified",
      );
      expect((await judgeSubject(["C=US", "ST=WA", "O=Acme"], `C=US,${type}=OR,O=Acme`))[0]).toBe(
        "failed",
      );
    }
  });

  it("of nobody is never enough, at no level", async () => {
    for (const level of ["strict", "audit"] as const) {
      await expectRefusal(jws(), "No identity was asked for", { ...trust, identities: [], level });
      await expectRefusal(jws(), "lacks", { ...trust, identities: ["CN=Builder"], level });
    }
  });
});
