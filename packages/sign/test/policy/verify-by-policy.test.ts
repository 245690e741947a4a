import { trustSchema } from "@plimsoll/core";
import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { encodePreAuthentication } from "../../src/cosign/bundle.ts";
import { signImage, verifyImage } from "../../src/index.ts";
import { signBytes } from "../../src/keys/algorithm.ts";
import { formatEnvelopeBundle } from "../../src/sign/format-bundle.ts";
import { createKey } from "../keys.ts";
import {
  createMemoryRegistry,
  indexType,
  type MemoryRegistry,
  manifestType,
  push,
  pushImage,
} from "../memory-registry.ts";
import { byKey, policyOf, type RuleInput as Rule } from "./policies.ts";

const app = parseReference("registry.example/lab/app:1");
const repository = { registry: app.registry, repository: app.repository };
const [anna, bob] = [createKey(), createKey()];
const images = ["registry.example/lab/*"];

let client: MemoryRegistry;
beforeEach(() => {
  client = createMemoryRegistry();
});

async function verify(rule: Partial<Rule>, options: { platform?: string; digest?: string } = {}) {
  const policy = await policyOf({
    rules: [{ images, require: { "any-of": [byKey(anna)] }, ...rule } as Rule],
  });
  const trust = await verifyImage({ client, reference: app, policy, ...options });
  expect(trustSchema.parse(trust)).toEqual(trust);
  return trust;
}

const sign = (digest?: string, key = anna, format: "classic" | "bundle" = "bundle") =>
  signImage({ client, reference: app, key, format, ...(digest !== undefined && { digest }) });

/** Attaches a statement with a valid signature of `key`. */
async function attest(digest: string, predicateType: string, predicate: object, key = anna) {
  const statement = Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ digest: { sha256: digest.slice(7) } }],
      predicateType,
      predicate,
    }),
  );
  const signed = encodePreAuthentication("application/vnd.in-toto+json", statement);
  const signature = signBytes("ecdsa-p256", key.keyObject, signed);
  const bundle = formatEnvelopeBundle({
    signature,
    keyId: key.publicKey.keyId,
    chain: [],
    logEntries: [],
    timestamps: [],
    envelope: JSON.stringify({
      payload: statement.toString("base64"),
      payloadType: "application/vnd.in-toto+json",
      signatures: [{ sig: signature.toString("base64") }],
    }),
  });
  const blob = await client.putBlob(app, bundle);
  const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
  await push(client, repository, {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: bundleType,
    layers: [{ mediaType: bundleType, ...blob }],
    subject: { mediaType: manifestType, digest, size: 1 },
    annotations: { "dev.sigstore.bundle.predicateType": predicateType },
  });
}

describe("verifyImage with a policy", () => {
  it("gives the name to pull by, the rule, and each requirement", async () => {
    const digest = await pushImage(client, app);
    await sign();
    const trust = await verify({});
    expect(trust).toMatchObject({
      result: "verified",
      isAccepted: true,
      digest,
      reference: `registry.example/lab/app@${digest}`,
      rule: "registry.example/lab/*",
      level: "strict",
      requirements: [{ result: "pass", signers: [`key ${anna.publicKey.keyId}`] }],
    });
  });

  it("asks for the tag once", async () => {
    await pushImage(client, app);
    await sign();
    client.requests.length = 0;
    await verify({ attestations: [{ type: "https://slsa.dev/provenance/v1" }] });
    expect(client.requests.filter((one) => one === "getManifest lab/app:1")).toHaveLength(1);
  });

  it("counts old and new formats together", async () => {
    await pushImage(client, app);
    await sign(undefined, anna, "classic");
    await sign(undefined, bob, "bundle");
    const trust = await verify({ require: { "any-of": [byKey(anna), byKey(bob)] }, threshold: 2 });
    expect(trust.isAccepted).toBe(true);
    expect(new Set(trust.signatures.map(({ format }) => format)).size).toBe(2);
  });

  it("refuses an image that no rule names, and does not judge one that is skipped", async () => {
    await pushImage(client, app);
    await sign();
    expect(await verify({ images: ["ghcr.io/**"] })).toMatchObject({
      result: "failed",
      isAccepted: false,
      signatures: [],
    });
    const skipped = await verify({ level: "skip", require: undefined });
    expect(skipped).toMatchObject({ result: "notChecked", isAccepted: true });
  });

  it("refuses a denied digest also where it would be skipped", async () => {
    const digest = await pushImage(client, app);
    const deny = { digests: [digest] };
    expect(await verify({ level: "skip", require: undefined, deny })).toMatchObject({
      result: "failed",
      isAccepted: false,
    });
  });

  it("wants attestations by the right signer with the right content", async () => {
    const digest = await pushImage(client, app);
    await sign();
    const type = "https://slsa.dev/provenance/v1";
    const rule = { attestations: [{ type, rules: [{ path: "$.builder.id", equals: "ours" }] }] };
    expect((await verify(rule)).isAccepted).toBe(false);
    await attest(digest, type, { builder: { id: "ours" } }, bob);
    await attest(digest, type, { builder: { id: "theirs" } });
    const refused = await verify(rule);
    expect(refused.isAccepted).toBe(false);
    expect(refused.attestations).toHaveLength(2);
    await attest(digest, type, { builder: { id: "ours" } });
    expect((await verify(rule)).isAccepted).toBe(true);
    const from = [byKey(bob)];
    expect((await verify({ attestations: [{ type, from, rules: [] }] })).isAccepted).toBe(true);
  });

  it("never takes an attestation for the signature", async () => {
    const digest = await pushImage(client, app);
    await attest(digest, "https://spdx.dev/Document", {});
    expect(await verify({})).toMatchObject({ result: "unsigned", isAccepted: false });
  });
});

describe("verifyImage with a policy, of an index", () => {
  let amd: string;
  let arm: string;
  let index: string;
  beforeEach(async () => {
    amd = await pushImage(client, { ...repository }, "amd");
    arm = await pushImage(client, { ...repository }, "arm");
    const entry = (digest: string, architecture: string) => ({
      mediaType: manifestType,
      digest,
      size: 1,
      platform: { os: "linux", architecture },
    });
    const attestations = await push(client, repository, {
      schemaVersion: 2,
      mediaType: manifestType,
      layers: [],
    });
    index = await push(
      client,
      app,
      {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [
          entry(amd, "amd64"),
          entry(arm, "arm64"),
          {
            ...entry(attestations, "unknown"),
            platform: { os: "unknown", architecture: "unknown" },
            annotations: { "vnd.docker.reference.type": "attestation-manifest" },
          },
        ],
      },
      indexType,
    );
  });
  const all = { platform: "all" };

  it("lets the index's signature cover every platform", async () => {
    await sign(index);
    const trust = await verify({}, all);
    expect(trust).toMatchObject({ result: "verified", isAccepted: true, digest: index });
    expect(trust.children).toMatchObject([
      { platform: "linux/amd64", digest: amd, result: "verified", signatures: [] },
      { platform: "linux/arm64", digest: arm, result: "verified" },
    ]);
    expect(trust.requirements?.at(-1)?.reason).toContain("1 entry of BuildKit");
    expect((await verify({ platforms: "all" }, all)).isAccepted).toBe(false);
    expect((await verify({ platforms: "index" }, all)).isAccepted).toBe(true);
  });

  it("lets the signatures of all platforms stand for the index's, and not those of some", async () => {
    await sign(amd);
    const some = await verify({}, all);
    expect(some.isAccepted).toBe(false);
    expect(some.reason).toContain("linux/arm64");
    await sign(arm);
    expect(await verify({}, all)).toMatchObject({ result: "verified", isAccepted: true });
    expect((await verify({ platforms: "all" }, all)).isAccepted).toBe(true);
    expect((await verify({ platforms: "index" }, all)).isAccepted).toBe(false);
  });

  it("judges one platform by its own signature and the index's", async () => {
    const arm64 = { platform: "linux/arm64" };
    expect((await verify({}, arm64)).isAccepted).toBe(false);
    await sign(index);
    expect(await verify({}, arm64)).toMatchObject({ isAccepted: true, digest: arm });
    expect(await verify({}, { digest: arm })).toMatchObject({ isAccepted: true, digest: arm });
    expect((await verify({ platforms: "all" }, arm64)).isAccepted).toBe(false);
    await expect(verify({}, { platform: "linux/s390x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("refuses all of it when one manifest is denied", async () => {
    await sign(index);
    for (const level of ["strict", "audit"] as const) {
      const trust = await verify({ level, deny: { digests: [arm] } }, all);
      expect(trust).toMatchObject({ result: "failed", isAccepted: false });
    }
    for (const platforms of ["all", "index", "index-or-all"] as const) {
      await sign(amd);
      await sign(arm);
      expect((await verify({ platforms, deny: { digests: [index] } }, all)).isAccepted).toBe(false);
    }
  });

  it("judges what only claims to be an attestation", async () => {
    await push(
      client,
      app,
      {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [
          {
            mediaType: manifestType,
            digest: amd,
            size: 1,
            platform: { os: "linux", architecture: "amd64" },
            annotations: { "vnd.docker.reference.type": "attestation-manifest" },
          },
        ],
      },
      indexType,
    );
    const trust = await verify({ platforms: "all" }, all);
    expect(trust.children).toHaveLength(1);
    expect(trust.isAccepted).toBe(false);
  });

  it("refuses an index that lists more than can be judged", async () => {
    const manifests = Array.from({ length: 101 }, (_, i) => ({
      mediaType: manifestType,
      digest: `sha256:${String(i).padStart(64, "0")}`,
      size: 1,
    }));
    await push(client, app, { schemaVersion: 2, mediaType: indexType, manifests }, indexType);
    await expect(verify({}, all)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });
});
