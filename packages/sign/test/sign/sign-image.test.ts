import { isPlimsollError } from "@plimsoll/core";
import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { signImage, verifyImage } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import {
  createMemoryRegistry,
  type MemoryRegistry,
  manifestType,
  push,
  pushImage,
  sha256,
} from "../memory-registry.ts";

const app = parseReference("registry.example/lab/app:1");
const key = createKey();

let client: MemoryRegistry;
let digest: string;

beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

const sigTag = () => `lab/app:${digest.replace(":", "-")}.sig`;
const signatureManifest = () => client.manifests.get(`lab/app@${client.tags.get(sigTag())}`)!;
const layersOf = () => signatureManifest().json.layers as Record<string, unknown>[];

describe("signImage", () => {
  it("signs the digest and says which", async () => {
    const signed = await signImage({ client, reference: "registry.example/lab/app:1", key });
    expect(signed).toEqual({
      reference: `registry.example/lab/app@${digest}`,
      digest,
      format: "classic",
      keyId: key.publicKey.keyId,
      signatureDigest: signatureManifest().digest,
      wasSigned: false,
    });
  });

  it("resolves a tag once, so that a tag that moves cannot change what is signed", async () => {
    await signImage({ client, reference: app, key });
    expect(client.requests.filter((request) => request === "getManifest lab/app:1")).toHaveLength(
      1,
    );
  });

  it("writes a classic signature byte for byte as cosign does", async () => {
    await signImage({ client, reference: app, key });
    const [layer] = layersOf();
    expect(client.blobs.get(String(layer?.digest))?.toString()).toBe(
      `{"critical":{"identity":{"docker-reference":"registry.example/lab/app"},"image":{"docker-manifest-digest":"${digest}"},"type":"cosign container image signature"},"optional":null}`,
    );
    const { config } = signatureManifest().json as { config: { digest: string } };
    expect(JSON.parse(client.blobs.get(config.digest)!.toString())).toMatchObject({
      rootfs: { type: "layers", diff_ids: [layer?.digest] },
    });
  });

  it("writes a bundle as a referrer that says what it is", async () => {
    const { signatureDigest } = await signImage({ client, reference: app, key, format: "bundle" });
    const { json } = client.manifests.get(`lab/app@${signatureDigest}`)!;
    expect(json).toMatchObject({
      artifactType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      config: { mediaType: "application/vnd.oci.empty.v1+json", size: 2 },
      subject: { mediaType: manifestType, digest },
      annotations: {
        "dev.sigstore.bundle.content": "dsse-envelope",
        "dev.sigstore.bundle.predicateType": "https://sigstore.dev/cosign/sign/v1",
      },
    });
  });

  it.each(["P-256", "P-384", "P-521", "rsa", "ed25519"] as const)(
    "signs with a key of the kind %s in both formats",
    async (kind) => {
      const other = createKey(kind);
      const annotations = { commit: "4f1d" };
      await signImage({ client, reference: app, key: other, annotations });
      await signImage({ client, reference: app, key: other, annotations, format: "bundle" });
      const trust = await verifyImage({ client, reference: app, keys: [other.publicKey] });
      expect(trust.signatures.map(({ result }) => result)).toEqual(["verified", "verified"]);
    },
  );

  it.each(["classic", "bundle"] as const)(
    "leaves one %s signature when it signs the same twice",
    async (format) => {
      const annotations = { b: "2", a: "1" };
      const first = await signImage({ client, reference: app, key, format, annotations });
      const writes = client.requests.filter((request) => request.startsWith("put")).length;
      const again = { a: "1", b: "2" };
      const second = await signImage({ client, reference: app, key, format, annotations: again });
      expect(second).toEqual({ ...first, wasSigned: true });
      expect(client.requests.filter((request) => request.startsWith("put"))).toHaveLength(writes);
    },
  );

  it.each(["classic", "bundle"] as const)(
    "adds a %s signature when the key or the annotations are others",
    async (format) => {
      await signImage({ client, reference: app, key, format });
      await signImage({ client, reference: app, key, format, annotations: { a: "1" } });
      await signImage({ client, reference: app, key: createKey(), format });
      const trust = await verifyImage({ client, reference: app, keys: [key.publicKey] });
      expect(trust.reason).toBe("Verified with a given key: 2 of 3 signatures.");
    },
  );

  it("keeps what others wrote under the signature tag, and fields it does not know", async () => {
    const theirs = {
      mediaType: "application/vnd.example",
      digest: sha256("x"),
      size: 1,
      annotations: { "example/note": "kept" },
    };
    const tag = `${digest.replace(":", "-")}.sig`;
    await push(client, { ...app, tag }, { layers: [theirs], annotations: { kept: "too" } });
    await signImage({ client, reference: app, key });
    expect(layersOf()).toHaveLength(2);
    expect(layersOf()[0]).toEqual(theirs);
    expect(signatureManifest().json.annotations).toEqual({ kept: "too" });
  });

  it("loses no signature when six keys sign at the same time", async () => {
    const all = Array.from({ length: 6 }, () => createKey());
    await Promise.all(all.map((each) => signImage({ client, reference: app, key: each })));
    for (const { publicKey } of all) {
      const trust = await verifyImage({ client, reference: app, keys: [publicKey] });
      expect(trust.result).toBe("verified");
    }
    expect(layersOf()).toHaveLength(6);
  });

  it("writes again when somebody overwrites the tag with what they read before", async () => {
    const tag = { ...app, tag: `${digest.replace(":", "-")}.sig` };
    const signing = signImage({ client, reference: app, key });
    await expect.poll(() => client.tags.has(sigTag())).toBe(true);
    const theirs = { mediaType: "application/vnd.example", digest: sha256("x"), size: 1 };
    await push(client, tag, { layers: [theirs] });
    await signing;
    expect(layersOf().map(({ mediaType }) => mediaType)).toEqual([
      "application/vnd.example",
      "application/vnd.dev.cosign.simplesigning.v1+json",
    ]);
  });

  it("refuses a format that it does not know", async () => {
    const format = "notation" as "classic";
    await expect(signImage({ client, reference: app, key, format })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it.each(["classic", "bundle"] as const)(
    "pushes no %s signature that would not verify: here the halves of the key differ",
    async (format) => {
      const mixed = { keyObject: createKey().keyObject, publicKey: key.publicKey };
      const before = client.requests.filter((request) => request.startsWith("put")).length;
      await expect(signImage({ client, reference: app, key: mixed, format })).rejects.toMatchObject(
        { code: "SIGNATURE_INVALID" },
      );
      expect(client.requests.filter((request) => request.startsWith("put"))).toHaveLength(before);
    },
  );

  it("refuses to overwrite a signature tag that holds something else", async () => {
    const tag = `${digest.replace(":", "-")}.sig`;
    await push(client, { ...app, tag }, { manifests: [] });
    await expect(signImage({ client, reference: app, key })).rejects.toMatchObject({
      code: "MALFORMED",
      action: expect.stringContaining("bundle"),
    });
  });

  it("refuses an image that is not there", async () => {
    const gone = sha256("gone");
    await expect(signImage({ client, reference: app, digest: gone, key })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(client.requests.filter((request) => request.startsWith("put"))).toHaveLength(2);
  });

  it("refuses more signatures than verifiers read, and annotations without end", async () => {
    const tag = `${digest.replace(":", "-")}.sig`;
    const layers = Array.from({ length: 100 }, () => ({ mediaType: "x" }));
    await push(client, { ...app, tag }, { layers });
    await expect(signImage({ client, reference: app, key })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    const annotations = { long: "x".repeat(70_000) };
    await expect(signImage({ client, reference: app, key, annotations })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
  });

  it("stops with ABORTED when the signal fires between write and proof", async () => {
    const controller = new AbortController();
    const signing = signImage({ client, reference: app, key, signal: controller.signal });
    const outcome = signing.catch((error: unknown) => error);
    await expect.poll(() => client.tags.has(sigTag())).toBe(true);
    controller.abort();
    const error = await outcome;
    expect(isPlimsollError(error) && error.code).toBe("ABORTED");
  });
});
