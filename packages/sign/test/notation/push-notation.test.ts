import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { type NotationTrust, signImage, x509Signer } from "../../src/index.ts";
import { discoverNotation } from "../../src/notation/discover-notation.ts";
import {
  createMemoryRegistry,
  type MemoryRegistry,
  manifestType,
  pushImage,
} from "../memory-registry.ts";
import { type Issued, issueChain, type KeyKind, keyOf, keyUsage, toPrivateKey } from "./pki.ts";

const app = parseReference("registry.example/lab/app:1");
const formats = ["notation-jws", "notation-cose"] as const;
const kinds: readonly KeyKind[] = [2048, 3072, 4096, "P-256", "P-384", "P-521"];

let client: MemoryRegistry;
let digest: string;
const { root, leaf } = issueChain({ key: keyOf("P-256") });
const certificates = [leaf.der, root.der];

beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

const trustIn = (authority: Issued): NotationTrust => ({
  stores: [{ kind: "ca", name: "acme", certificates: [authority.der] }],
  identities: ["C=US, ST=WA, O=Acme"],
  level: "strict",
});

async function judge(given: NotationTrust | "none" = trustIn(root)) {
  const notation = given === "none" ? undefined : given;
  const question = { digest, repository: "x", tag: undefined, keys: [], notation };
  const source = { client, reference: app, question, signal: undefined };
  return (await discoverNotation(source)).signatures;
}

const sign = (format: (typeof formats)[number], more = {}) =>
  signImage({
    client,
    reference: app,
    key: toPrivateKey(leaf.key),
    certificates,
    format,
    ...more,
  });

const puts = () => client.requests.filter((request) => request.startsWith("put")).length;

describe.each(formats)("a signature of the format %s", (format) => {
  it.each(kinds)("verifies with a key %s, whose kind dictates the algorithm", async (kind) => {
    const own = issueChain({ key: keyOf(kind) });
    await signImage({
      client,
      reference: app,
      key: toPrivateKey(own.leaf.key),
      certificates: [own.leaf.der, own.root.der],
      format,
      annotations: { commit: "4f1d2c" },
    });
    const [signature] = await judge(trustIn(own.root));
    expect(signature).toMatchObject({
      format,
      result: "verified",
      signer: { kind: "x509", name: "CN=Builder,O=Acme,ST=WA,C=US", issuer: "ca:acme" },
    });
    expect(signature?.checks.map(({ name, result }) => `${name} ${result}`)).toEqual([
      "integrity pass",
      "payload pass",
      "authenticity pass",
      "identity pass",
      "timestamp pass",
      "expiry pass",
      "revocation pass",
      "signature pass",
    ]);
  });

  it("is a referrer whose config says what it is, with the chain's thumbprints", async () => {
    const { signatureDigest } = await sign(format);
    const { json } = client.manifests.get(`lab/app@${signatureDigest}`)!;
    expect(json).toMatchObject({
      config: { mediaType: "application/vnd.cncf.notary.signature", size: 2 },
      layers: [
        { mediaType: format === "notation-jws" ? "application/jose+json" : "application/cose" },
      ],
      subject: { mediaType: manifestType, digest },
      annotations: {
        "io.cncf.notary.x509chain.thumbprint#S256": expect.stringMatching(
          /^\["[0-9a-f]{64}","[0-9a-f]{64}"\]$/,
        ),
      },
    });
  });

  it("is written once for the same key, image and annotations", async () => {
    const expiry = new Date(Date.now() + 60_000);
    const first = await sign(format, { annotations: { a: "1", b: "2" }, expiry });
    const before = puts();
    const again = await sign(format, { annotations: { b: "2", a: "1" } });
    expect(again).toMatchObject({ wasSigned: true, signatureDigest: first.signatureDigest });
    expect(puts()).toBe(before);
    expect(await sign(format, { annotations: { a: "2" } })).toMatchObject({ wasSigned: false });
  });

  it("is listed and not checked without a trust store", async () => {
    await sign(format);
    const [signature] = await judge("none");
    expect(signature).toMatchObject({ result: "notChecked" });
    expect(signature?.signer).toBeUndefined();
  });

  it("is refused in the past, and for keys and certificates that may not sign", async () => {
    await expect(sign(format, { expiry: new Date(0) })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await expect(sign(format, { certificates: [] })).rejects.toMatchObject({ code: "KEY_INVALID" });
    await expect(sign(format, { certificates: [leaf.der] })).rejects.toThrow("issuer is missing");
    await expect(sign(format, { certificates: [root.der] })).rejects.toThrow("authority");
    const agreeing = issueChain({ key: keyOf("P-256"), extensions: [keyUsage([0, 4])] });
    const chain = [agreeing.leaf.der, agreeing.root.der];
    await expect(sign(format, { certificates: chain })).rejects.toThrow("more than digital");
    const other = toPrivateKey(keyOf("P-256", "other"));
    expect(() => x509Signer(other, certificates)).toThrow("another key");
    expect(puts()).toBe(2);
  });

  it("is not pushed when it would not verify: here the halves of the key differ", async () => {
    const mixed = { ...toPrivateKey(leaf.key), keyObject: keyOf("P-256", "other") };
    await expect(sign(format, { key: mixed })).rejects.toMatchObject({ code: "INTERNAL" });
    expect(puts()).toBe(2);
  });
});
