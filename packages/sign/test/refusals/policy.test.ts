import { createRegistryClient, parseReference } from "@plimsoll/registry";
import { startRegistry } from "@plimsoll/test-support/registry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatSimpleSigning } from "../../src/cosign/simple-signing.ts";
import { discoverSignatures, signImage, verifyImage } from "../../src/index.ts";
import { signBytes } from "../../src/keys/algorithm.ts";
import { limits } from "../../src/limits.ts";
import { createKey } from "../keys.ts";
import {
  createMemoryRegistry,
  indexType,
  type MemoryRegistry,
  manifestType,
  push,
  pushImage,
  sha256,
} from "../memory-registry.ts";
import { byKey, policyOf } from "../policy/policies.ts";

const app = parseReference("registry.example/lab/app:1");
const repository = { registry: app.registry, repository: app.repository };
const key = createKey();
const ours = await policyOf({ rules: [{ images: ["**"], require: { "any-of": [byKey(key)] } }] });
const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

describe("of what a registry stores", () => {
  let client: MemoryRegistry;
  let digest: string;
  beforeEach(async () => {
    client = createMemoryRegistry();
    digest = await pushImage(client, app);
  });
  const verify = () => verifyImage({ client, reference: app, policy: ours });
  const sign = () => signImage({ client, reference: app, key, format: "bundle" });
  const tag = () => `${digest.replace(":", "-")}.sig`;

  /** The layer of a classic signature over a payload of our own, by the right key. */
  async function layerOf(payload: Buffer) {
    const signature = signBytes("ecdsa-p256", key.keyObject, payload).toString("base64");
    return {
      mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
      ...(await client.putBlob(app, payload)),
      annotations: { "dev.cosignproject.cosign/signature": signature },
    };
  }

  const pushLayers = (layers: object[], more: object = {}) =>
    push(
      client,
      { ...app, tag: tag() },
      { schemaVersion: 2, mediaType: manifestType, layers, ...more },
    );

  it("[refusal 1] does not follow a tag that moves while it is verified", async () => {
    await sign();
    const { getManifest } = client;
    client.getManifest = async (reference, options) => {
      const manifest = await getManifest.call(client, reference, options);
      // Whoever asks for the tag again gets another image.
      if (reference.tag === "1") await pushImage(client, app, "evil");
      return manifest;
    };
    for (const platform of [undefined, "all", "linux/amd64"]) {
      client.tags.set("lab/app:1", digest);
      const trust = await verifyImage({ client, reference: app, policy: ours, platform });
      expect(trust).toMatchObject({
        result: "verified",
        digest,
        reference: `registry.example/lab/app@${digest}`,
      });
    }
    client.tags.set("lab/app:1", digest);
    expect((await discoverSignatures({ client, reference: app })).reference).toContain(digest);
  });

  it("[refusal 3] takes nothing from a signature tag that is both image and index", async () => {
    await pushLayers([await layerOf(formatSimpleSigning("registry.example/lab/app", digest, {}))], {
      manifests: [],
    });
    const trust = await verify();
    expect(trust).toMatchObject({ result: "failed", isAccepted: false });
    expect(trust.signatures[0]?.checks[0]).toMatchObject({ name: "manifest", result: "fail" });
  });

  it("[refusal 4] takes no referrer whose subject is another image", async () => {
    const other = await pushImage(client, { ...app, tag: "2" }, "other");
    await signImage({ client, reference: { ...app, tag: "2" }, key, format: "bundle" });
    client.referrers.set(digest, [...(await client.getReferrers(app, other))]);
    expect(await verify()).toMatchObject({ result: "failed", isAccepted: false });
    const { subjects, faults } = await discoverSignatures({ client, reference: app });
    expect(subjects[0]?.artifacts).toEqual([]);
    expect(faults[0]?.why).toContain("its subject is another manifest");
  });

  it("[refusal 5] fetches no payload that is said to be too large, and takes none of another size", async () => {
    const layer = await layerOf(formatSimpleSigning("registry.example/lab/app", digest, {}));
    await pushLayers([{ ...layer, size: limits.payloadBytes + 1 }]);
    expect((await verify()).isAccepted).toBe(false);
    await pushLayers([{ ...layer, size: layer.size - 1 }]);
    expect((await verify()).isAccepted).toBe(false);
    await pushLayers([layer]);
    expect((await verify()).isAccepted).toBe(true);
  });

  it("[refusal 6] opens no more than a hundred referrers, and says that there were more", async () => {
    for (let i = 0; i < 130; i += 1) {
      await push(client, repository, {
        schemaVersion: 2,
        mediaType: manifestType,
        artifactType: bundleType,
        layers: [],
        subject: { mediaType: manifestType, digest, size: 1 },
        annotations: { i: String(i) },
      });
    }
    client.requests.length = 0;
    const trust = await verify();
    expect(trust.isAccepted).toBe(false);
    expect(trust.reason).toContain("30 were not opened");
    expect(client.requests.length).toBeLessThan(limits.signatures + 10);
  });

  it("[refusal 6] looks at no more than a hundred layers of a signature tag", async () => {
    const layers = Array.from({ length: 1000 }, (_, i) => ({
      mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
      digest: sha256(String(i)),
      size: 10,
    }));
    await pushLayers(layers);
    client.requests.length = 0;
    const trust = await verify();
    expect(trust.signatures).toHaveLength(limits.signatures);
    expect(trust.isAccepted).toBe(false);
    expect(client.requests.filter((one) => one.startsWith("getBlob"))).toHaveLength(
      limits.signatures,
    );
  });

  it.each([
    `sha1:${"0".repeat(40)}`,
    `md5:${"0".repeat(32)}`,
    `sha256:${"A".repeat(64)}`,
    `sha256:${"0".repeat(63)}`,
    "sha256:../../../etc/passwd",
  ])("[refusal 8] asks for nothing by the digest %s", async (bad) => {
    expect(() => parseReference(`registry.example/lab/app@${bad}`)).toThrow();
    client.requests.length = 0;
    const asked = verifyImage({ client, reference: app, policy: ours, digest: bad });
    await expect(asked).rejects.toMatchObject({ code: "UNSUPPORTED" });
    expect(client.requests).toEqual([]);
    const index = {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ mediaType: manifestType, digest: bad, size: 1 }],
    };
    await push(client, app, index, indexType);
    const all = verifyImage({ client, reference: app, policy: ours, platform: "all" });
    await expect(all).rejects.toMatchObject({ code: "MALFORMED" });
    client.referrers.set(digest, [{ mediaType: manifestType, digest: bad, size: 1 }]);
    client.tags.set("lab/app:1", digest);
    expect(await verify()).toMatchObject({ result: "unsigned", isAccepted: false });
    expect(client.requests.filter((one) => one.includes(bad))).toEqual([]);
  });

  it("[refusal 9] takes nothing from a referrers tag that a longer digest shares", async () => {
    // `sha512-<64 digits>`: the tag cannot tell which of two images with this beginning is meant.
    const shared = `sha512:${digest.slice(7)}${"0".repeat(64)}`;
    const asked = verifyImage({ client, reference: app, policy: ours, digest: shared });
    await expect(asked).rejects.toMatchObject({ code: "UNSUPPORTED" });
    const referrer = await push(client, repository, {
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: bundleType,
      layers: [],
      subject: { mediaType: manifestType, digest: shared, size: 1 },
    });
    client.referrers.set(digest, [{ mediaType: manifestType, digest: referrer, size: 1 }]);
    expect(await verify()).toMatchObject({ result: "failed", isAccepted: false });
  });

  it.each([
    ["a key twice", (json: string) => json.replace("{", '{"critical":{},')],
    ["a key twice, once escaped", (json: string) => json.replace("{", '{"\\u0063ritical":{},')],
    ["a byte order mark", (json: string) => `\uFEFF${json}`],
    ["data behind it", (json: string) => `${json}{}`],
    ["65 levels", (json: string) => json.replace("null", `${"[".repeat(65)}${"]".repeat(65)}`)],
  ])("[refusal 10] takes no payload with %s", async (_, alter) => {
    const payload = formatSimpleSigning("registry.example/lab/app", digest, {}).toString();
    const altered = alter(payload);
    expect(altered).not.toBe(payload);
    await pushLayers([await layerOf(Buffer.from(altered))]);
    expect(await verify()).toMatchObject({ result: "failed", isAccepted: false });
  });

  it("[refusal 10] takes __proto__ in a predicate for what it is called", async () => {
    const type = "https://slsa.dev/provenance/v1";
    await sign();
    const policy = await policyOf({
      rules: [
        {
          images: ["**"],
          require: { "any-of": [byKey(key)] },
          attestations: [{ type, rules: [{ path: "$.trusted", equals: true }] }],
        },
      ],
    });
    const predicate = '{"__proto__":{"trusted":true}}';
    const statement = Buffer.from(
      `{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"${digest.slice(7)}"}}],"predicateType":"${type}","predicate":${predicate}}`,
    );
    const payloadType = "application/vnd.in-toto+json";
    const signed = Buffer.from(
      `DSSEv1 ${payloadType.length} ${payloadType} ${statement.length} ${statement}`,
    );
    const envelope = {
      payloadType,
      payload: statement.toString("base64"),
      signatures: [{ sig: signBytes("ecdsa-p256", key.keyObject, signed).toString("base64") }],
    };
    const blob = await client.putBlob(app, Buffer.from(JSON.stringify(envelope)));
    const mediaType = "application/vnd.dsse.envelope.v1+json";
    await push(
      client,
      { ...app, tag: `${digest.replace(":", "-")}.att` },
      { schemaVersion: 2, mediaType: manifestType, layers: [{ mediaType, ...blob }] },
    );
    const trust = await verifyImage({ client, reference: app, policy });
    expect(trust.attestations).toMatchObject([{ result: "verified" }]);
    expect(trust.isAccepted).toBe(false);
  });
});

describe("of a policy that asks for nobody", () => {
  it("[refusal 39] nothing is a success: no keys, no rules, no rule for the image, nobody in the rule", async () => {
    const client = createMemoryRegistry();
    await pushImage(client, app);
    await signImage({ client, reference: app, key });
    const noKeys = await verifyImage({ client, reference: app });
    expect(noKeys.result).toBe("notChecked");
    const nobody = { ...ours.rules[0]!, signatories: [] };
    const policies = [
      await policyOf({}),
      await policyOf({ rules: [{ images: ["ghcr.io/**"], require: { "any-of": [byKey(key)] } }] }),
      { ...ours, rules: [nobody] },
      { ...ours, rules: [{ ...nobody, mode: "all-of" as const }] },
    ];
    for (const policy of policies) {
      for (const platform of [undefined, "all"]) {
        const trust = await verifyImage({ client, reference: app, policy, platform });
        expect(trust).toMatchObject({ result: "failed", isAccepted: false });
      }
    }
    const all = await verifyImage({ client, reference: app, platform: "all" });
    expect(all.isAccepted).toBe(false);
  });

  it("[refusal 39] a rule without signers, or an identity of anybody, is no configuration", async () => {
    for (const require of [
      undefined,
      {},
      { "any-of": [] },
      { "any-of": [{}] },
      { "any-of": [{ keyless: { issuer: "https://i.example" } }] },
      { "any-of": [{ keyless: { identity: "a@b.c" } }] },
      { "any-of": [{ dct: {} }] },
    ]) {
      const rules = [{ images: ["**"], require }] as never;
      await expect(policyOf({ rules })).rejects.toThrow();
    }
  });
});

describe("of what a registry answers", () => {
  let server: Awaited<ReturnType<typeof startRegistry>>;
  let client: ReturnType<typeof createRegistryClient>;
  beforeEach(async () => {
    server = await startRegistry();
    client = createRegistryClient({ insecure: [server.host] });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });
  const named = () => parseReference(`${server.host}/lab/app:1`);

  async function setUp() {
    const digest = await pushImage(client, named());
    await signImage({ client, reference: named(), key, format: "bundle" });
    const verify = () => verifyImage({ client, reference: named(), policy: ours });
    expect(await verify()).toMatchObject({ isAccepted: true, digest });
    return { digest, verify };
  }

  it("[refusal 2] no manifest is taken that has another digest than it was asked for or announced by", async () => {
    const { digest, verify } = await setUp();
    server.fail({ on: /manifests\/1$/, kind: "corrupt", times: 1 });
    await expect(verify()).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    const headers = { "content-type": manifestType, "docker-content-digest": digest };
    server.fail({
      on: /manifests\/1$/,
      kind: "respond",
      status: 200,
      headers,
      body: "{}",
      times: 1,
    });
    await expect(verify()).rejects.toMatchObject({ code: "DIGEST_MISMATCH" });
    server.fail({ on: /manifests\/sha256:/, kind: "corrupt" });
    expect((await verify()).isAccepted).toBe(false);
  });

  it("[refusal 3] no manifest is taken that is said to be something else, or is two things", async () => {
    const { verify } = await setUp();
    const body = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] });
    const both = JSON.stringify({ schemaVersion: 2, manifests: [], layers: [] });
    for (const text of [body, both]) {
      const headers = { "content-type": manifestType };
      server.fail({
        on: /manifests\/1$/,
        kind: "respond",
        status: 200,
        headers,
        body: text,
        times: 1,
      });
      await expect(verify()).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });

  it("[refusal 6] pages of referrers neither go round in a circle nor to another host", async () => {
    const { verify } = await setUp();
    for (const link of ["<https://elsewhere.example/x>; rel=next", '<?n=1>; rel="next"']) {
      server.fail({
        on: /referrers/,
        kind: "respond",
        status: 200,
        headers: { "content-type": indexType, link },
        body: '{"manifests":[]}',
        times: link.includes("elsewhere") ? 1 : 3,
      });
      await expect(verify()).rejects.toMatchObject({ code: "SERVER_ERROR" });
    }
  });

  it("[refusal 7] a login goes to no other origin that blobs are redirected to", async () => {
    const ann = { username: "ann", password: "secret" };
    const closed = await startRegistry({ auth: { scheme: "basic", ...ann }, redirectBlobs: true });
    const own = createRegistryClient({ insecure: ["127.0.0.1"], credentials: async () => ann });
    try {
      const reference = parseReference(`${closed.host}/lab/app:1`);
      await pushImage(own, reference);
      await signImage({ client: own, reference, key });
      const trust = await verifyImage({ client: own, reference, policy: ours });
      expect(trust.isAccepted).toBe(true);
      const elsewhere = closed.requests.filter(({ at }) => at === "storage");
      expect(elsewhere.length).toBeGreaterThan(0);
      expect(elsewhere.map(({ authorization }) => authorization)).toEqual(
        elsewhere.map(() => undefined),
      );
    } finally {
      await own.close();
      await closed.close();
    }
  });
});
