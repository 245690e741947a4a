import { PlimsollError, trustSchema } from "@plimsoll/core";
import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { encodePreAuthentication } from "../../src/cosign/bundle.ts";
import { formatSimpleSigning } from "../../src/cosign/simple-signing.ts";
import { loadPublicKey, signImage, verifyImage } from "../../src/index.ts";
import { signBytes } from "../../src/keys/algorithm.ts";
import { cosign } from "../fixtures.ts";
import { formatBundle } from "../format-bundle.ts";
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

const app = parseReference("registry.example/lab/app:1");
const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
const key = createKey();
const keys = [key.publicKey];
const stranger = createKey();

let client: MemoryRegistry;
let digest: string;

beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

const verify = () => verifyImage({ client, reference: app, keys });
const sigTag = () => `${digest.replace(":", "-")}.sig`;

/** Writes the signature tag with layers made by hand. */
async function pushLayers(...layers: object[]): Promise<void> {
  await push(
    client,
    { ...app, tag: sigTag() },
    { schemaVersion: 2, mediaType: manifestType, layers },
  );
}

async function layerFor(payload: Uint8Array, annotations?: Record<string, string>) {
  const blob = await client.putBlob(app, payload);
  const signature = signBytes("ecdsa-p256", key.keyObject, payload).toString("base64");
  return {
    mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
    ...blob,
    annotations: { "dev.cosignproject.cosign/signature": signature, ...annotations },
  };
}

function payloadFor(changes: { repository?: string; digest?: string } = {}): Buffer {
  return formatSimpleSigning(
    changes.repository ?? "registry.example/lab/app",
    changes.digest ?? digest,
    {},
  );
}

interface StatementChanges {
  predicateType?: string;
  digest?: string;
  payloadType?: string;
  type?: string;
  label?: string | undefined;
  subject?: string;
  artifactType?: string;
  mangle?: (bundle: Record<string, unknown>) => void;
}

/** Attaches a bundle made by hand, always with a valid DSSE signature by `key`. */
async function pushReferrer(changes: StatementChanges = {}): Promise<string> {
  const statement = Buffer.from(
    JSON.stringify({
      _type: changes.type ?? "https://in-toto.io/Statement/v1",
      subject: [{ digest: { sha256: (changes.digest ?? digest).slice(7) } }],
      predicateType: changes.predicateType ?? "https://sigstore.dev/cosign/sign/v1",
      predicate: {},
    }),
  );
  const payloadType = changes.payloadType ?? "application/vnd.in-toto+json";
  const signature = signBytes(
    "ecdsa-p256",
    key.keyObject,
    encodePreAuthentication(payloadType, statement),
  );
  const bundle = JSON.parse(
    formatBundle(statement, signature, key.publicKey.keyId).toString(),
  ) as Record<string, unknown>;
  (bundle.dsseEnvelope as Record<string, unknown>).payloadType = payloadType;
  changes.mangle?.(bundle);
  const layer = await client.putBlob(app, Buffer.from(JSON.stringify(bundle)));
  const label = "label" in changes ? changes.label : "https://sigstore.dev/cosign/sign/v1";
  return push(
    client,
    { registry: app.registry, repository: app.repository },
    {
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: changes.artifactType ?? bundleType,
      layers: [{ mediaType: bundleType, ...layer }],
      subject: { mediaType: manifestType, digest: changes.subject ?? digest, size: 1 },
      ...(label !== undefined && { annotations: { "dev.sigstore.bundle.predicateType": label } }),
    },
  );
}

describe("verifyImage", () => {
  it("says that an image without signatures is unsigned", async () => {
    expect(await verify()).toEqual({
      result: "unsigned",
      reason: "No signature was found.",
      digest,
      reference: `registry.example/lab/app@${digest}`,
      signatures: [],
    });
  });

  it.each(["classic", "bundle"] as const)(
    "verifies a %s signature by a given key",
    async (format) => {
      await signImage({ client, reference: app, key, format });
      const trust = await verifyImage({
        client,
        reference: "registry.example/lab/app:1",
        keys: [stranger.publicKey, key.publicKey],
      });
      expect(trust).toMatchObject({ result: "verified", digest });
      expect(trust.signatures).toHaveLength(1);
      expect(trust.signatures[0]).toMatchObject({ result: "verified", keyId: key.publicKey.keyId });
      expect(trustSchema.parse(trust)).toEqual(trust);
    },
  );

  it.each(["classic", "bundle"] as const)(
    "refuses a %s signature by a stranger",
    async (format) => {
      await signImage({ client, reference: app, key: stranger, format });
      const trust = await verify();
      expect(trust.result).toBe("failed");
      expect(trust.reason).toContain("signature: The given key did not make it");
      expect(trust.signatures[0]?.keyId).toBeUndefined();
    },
  );

  it("says in every record that the log was not consulted, and never that it was", async () => {
    await signImage({ client, reference: app, key });
    await signImage({ client, reference: app, key, format: "bundle" });
    for (const { checks } of (await verify()).signatures) {
      expect(checks.find(({ name }) => name === "transparency-log")).toMatchObject({
        result: "skipped",
        reason: "Keys only: the transparency log was not consulted",
      });
    }
  });

  it("counts signatures of both formats together, and one that verifies is enough", async () => {
    await signImage({ client, reference: app, key: stranger, format: "bundle" });
    await signImage({ client, reference: app, key: stranger });
    await signImage({ client, reference: app, key });
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.reason).toBe("Verified with a given key: 1 of 3 signatures.");
    expect(trust.signatures.map(({ result }) => result).sort()).toEqual([
      "failed",
      "failed",
      "verified",
    ]);
  });

  it("lists signatures without judging them when no key was given", async () => {
    await signImage({ client, reference: app, key });
    const trust = await verifyImage({ client, reference: app, keys: [] });
    expect(trust.result).toBe("notChecked");
    expect(trust.reason).toBe("No key was given, and 1 signature was not checked.");
    expect(trust.signatures[0]?.checks).toContainEqual({
      name: "signature",
      result: "skipped",
      reason: "No key was given to check it with",
    });
  });

  it("reads what cosign wrote, in both formats", async () => {
    const reference = parseReference(cosign.image);
    const blob = await client.putBlob(reference, Buffer.from(cosign.payload));
    await client.putBlob(reference, Buffer.from(cosign.bundle));
    digest = reference.digest!;
    await push(
      client,
      { registry: reference.registry, repository: "lab/a", tag: sigTag() },
      {
        layers: [
          {
            mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
            ...blob,
            annotations: { "dev.cosignproject.cosign/signature": cosign.signature },
          },
        ],
      },
    );
    const manifest = Buffer.from(cosign.bundleManifest);
    await client.putManifest({ ...reference, tag: "x" }, manifest, manifestType);
    // The index entry as cosign 3 writes it, with the empty artifact type.
    client.referrers.set(digest, [cosign.bundleIndexEntry]);
    const trust = await verifyImage({ client, reference, keys: [loadPublicKey(cosign.publicKey)] });
    expect(trust.signatures.map(({ format, result }) => [format, result])).toEqual([
      ["cosign-simplesigning", "verified"],
      ["sigstore-bundle", "verified"],
    ]);
  });
});

describe("verifyImage resolves the name once", () => {
  it("and answers about that digest, although the tag moves meanwhile", async () => {
    await pushLayers(await layerFor(payloadFor()));
    client.requests.length = 0;
    const trust = await verify();
    expect(trust.digest).toBe(digest);
    expect(client.requests.filter((request) => request === "getManifest lab/app:1")).toHaveLength(
      1,
    );
  });

  it("and not at all when the digest is known", async () => {
    await pushLayers(await layerFor(payloadFor()));
    client.requests.length = 0;
    await verifyImage({ client, reference: app, digest, keys });
    expect(client.requests).not.toContain("getManifest lab/app:1");
  });

  it("and refuses digests that cosign has no name for", async () => {
    for (const odd of [`sha512:${"0".repeat(128)}`, "sha256:ABC", "../../x"]) {
      await expect(
        verifyImage({ client, reference: app, digest: odd, keys }),
      ).rejects.toMatchObject({
        code: "UNSUPPORTED",
      });
    }
  });
});

describe("a classic signature is refused", () => {
  it("when it was made for another image", async () => {
    await pushLayers(await layerFor(payloadFor({ digest: sha256("other") })));
    expect(await failedChecks()).toEqual(["payload-digest"]);
  });

  it("when it was made for another repository", async () => {
    await pushLayers(await layerFor(payloadFor({ repository: "registry.example/lab/other" })));
    expect(await failedChecks()).toEqual(["docker-reference"]);
  });

  it("when it is not about an image", async () => {
    const payload = payloadFor().toString().replace("container image signature", "something");
    await pushLayers(await layerFor(Buffer.from(payload)));
    expect(await failedChecks()).toEqual(["payload-type"]);
  });

  it("when the payload is ambiguous", async () => {
    const payload = payloadFor().toString().replace('"optional":null', '"critical":{}');
    await pushLayers(await layerFor(Buffer.from(payload)));
    expect(await failedChecks()).toEqual(["payload"]);
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["is not canonical base64", " "],
  ])("when the signature %s", async (_, text) => {
    const layer = await layerFor(payloadFor());
    const signature = layer.annotations["dev.cosignproject.cosign/signature"];
    const annotations =
      text === undefined ? {} : { "dev.cosignproject.cosign/signature": text && signature + text };
    await pushLayers({ ...layer, annotations });
    expect(await failedChecks()).toEqual(["signature"]);
  });

  it("when its payload is longer than any payload", async () => {
    const layer = await layerFor(payloadFor());
    await pushLayers({ ...layer, size: 2 ** 30 });
    expect(await failedChecks()).toEqual(["payload"]);
  });

  it("when the tag holds an index or garbage, and other signatures still count", async () => {
    await push(client, { ...app, tag: sigTag() }, { manifests: [], layers: [] }, indexType);
    await signImage({ client, reference: app, key, format: "bundle" });
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.signatures.map(({ result }) => result)).toEqual(["failed", "verified"]);
  });

  it("alone: a broken neighbour does not take the good ones along", async () => {
    const good = await layerFor(payloadFor());
    const gone = { ...good, digest: sha256("gone") };
    await pushLayers(gone, { ...good, annotations: 7 }, { mediaType: 1 }, good);
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.signatures.map(({ result }) => result)).toEqual([
      "failed",
      "failed",
      "failed",
      "verified",
    ]);
  });

  it("with a warning only when it names another tag, as Skopeo's signatures may", async () => {
    await pushLayers(await layerFor(payloadFor({ repository: "registry.example/lab/app:2" })));
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.signatures[0]?.checks).toContainEqual(
      expect.objectContaining({ name: "docker-reference", result: "warn" }),
    );
  });
});

describe("a bundle is refused", () => {
  it("when it is an attestation: that is not a signature", async () => {
    await pushReferrer({ predicateType: "https://spdx.dev/Document", label: undefined });
    await pushReferrer({
      predicateType: "https://slsa.dev/provenance/v1",
      label: "https://slsa.dev/provenance/v1",
    });
    const trust = await verify();
    expect(trust).toMatchObject({ result: "unsigned", signatures: [] });
    expect(trust.reason).toContain("an attestation is not a signature: 2 attestations");
    expect(trust.reason).toContain("https://spdx.dev/Document");
  });

  it("when it is an attestation that is labelled as a signature", async () => {
    await pushReferrer({ predicateType: "https://spdx.dev/Document" });
    expect(await failedChecks()).toEqual(["predicate-type"]);
  });

  it("when the statement is about another image", async () => {
    await pushReferrer({ digest: sha256("other") });
    expect(await failedChecks()).toEqual(["payload-digest"]);
  });

  it("when the referrer's subject is another image", async () => {
    const other = await pushReferrer({ subject: sha256("other") });
    client.referrers.set(digest, [
      { mediaType: manifestType, digest: other, size: 1, artifactType: bundleType },
    ]);
    expect(await failedChecks()).toEqual(["manifest"]);
  });

  it("when the payload is of another type", async () => {
    await pushReferrer({ payloadType: "text/plain" });
    expect(await failedChecks()).toEqual(["payload-type"]);
  });

  it("when the statement is of an unknown version", async () => {
    await pushReferrer({ type: "https://in-toto.io/Statement/v9" });
    expect(await failedChecks()).toEqual(["payload"]);
  });

  it.each<[string, (bundle: Record<string, unknown>) => void]>([
    ["has an unknown version", (bundle) => Object.assign(bundle, { mediaType: `${bundleType}9` })],
    ["also has a message signature", (bundle) => Object.assign(bundle, { messageSignature: {} })],
    ["has no envelope", (bundle) => Object.assign(bundle, { dsseEnvelope: undefined })],
    [
      "has a payload that is no text",
      ({ dsseEnvelope }) => Object.assign(dsseEnvelope as object, { payload: 7 }),
    ],
    [
      "has no payloadType",
      ({ dsseEnvelope }) => Object.assign(dsseEnvelope as object, { payloadType: null }),
    ],
    ["has no material", (bundle) => Object.assign(bundle, { verificationMaterial: {} })],
    [
      "has a key and a certificate",
      (bundle) => Object.assign(bundle.verificationMaterial as object, { certificate: {} }),
    ],
    [
      "has two signatures",
      ({ dsseEnvelope }) => {
        const envelope = dsseEnvelope as { signatures: unknown[] };
        envelope.signatures.push(envelope.signatures[0]);
      },
    ],
    [
      "has no signature",
      ({ dsseEnvelope }) => Object.assign(dsseEnvelope as object, { signatures: [] }),
    ],
  ])("when it %s", async (_, mangle) => {
    await pushReferrer({ mangle });
    expect(await failedChecks()).toEqual(["payload"]);
  });

  it("with a warning only when its hint names another key than the one that verifies", async () => {
    await pushReferrer({
      mangle: (bundle) =>
        Object.assign(bundle, { verificationMaterial: { publicKey: { hint: "our KMS key" } } }),
    });
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.signatures[0]?.checks).toContainEqual(
      expect.objectContaining({ name: "key-hint", result: "warn", evidence: "our KMS key" }),
    );
  });

  it("when it is keyless and only keys were given, with that reason", async () => {
    await pushReferrer({
      mangle: (bundle) => {
        const envelope = bundle.dsseEnvelope as { signatures: { sig: string }[] };
        envelope.signatures[0]!.sig = Buffer.from("other").toString("base64");
        bundle.verificationMaterial = { certificate: { rawBytes: "MA==" }, tlogEntries: [{}] };
      },
    });
    const trust = await verify();
    expect(trust.result).toBe("failed");
    const [signature] = trust.signatures;
    expect(signature?.result).toBe("notChecked");
    const reason = signature?.checks.find(({ name }) => name === "signature")?.reason;
    expect(reason).toContain("keyless");
  });
});

describe("other referrers", () => {
  it("are no signatures and no faults, whatever they hold", async () => {
    await pushReferrer({ artifactType: "application/spdx+json" });
    client.referrers.set(digest, [
      { mediaType: manifestType, digest: sha256("gone"), size: 1, artifactType: "application/x" },
      { mediaType: manifestType, digest: "sha256:short", size: 1 },
    ]);
    expect((await verify()).result).toBe("unsigned");
  });

  it("cannot hide a signature behind their number, when the list says which are bundles", async () => {
    const signed = await pushReferrer();
    const noise = Array.from({ length: 300 }, (_, at) => ({
      mediaType: manifestType,
      digest: sha256(`noise ${at}`),
      size: 1,
      artifactType: "application/x",
    }));
    client.referrers.set(digest, [
      ...noise,
      { mediaType: manifestType, digest: signed, size: 1, artifactType: bundleType },
    ]);
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.reason).toContain("201 were not opened");
  });

  it("beyond a hundred are not opened, and then nobody says that there is no signature", async () => {
    const noise = Array.from({ length: 150 }, (_, at) => ({
      mediaType: manifestType,
      digest: sha256(`noise ${at}`),
      size: 1,
      artifactType: "application/x",
    }));
    client.referrers.set(digest, noise);
    const trust = await verify();
    expect(trust.result).toBe("failed");
    expect(client.requests.filter((request) => request.includes("@sha256:")).length).toBeLessThan(
      110,
    );
  });
});

describe("an image in an index", () => {
  async function pushIndex(...digests: string[]): Promise<string> {
    const manifests = digests.map((each) => ({ mediaType: manifestType, digest: each, size: 1 }));
    return push(client, app, { schemaVersion: 2, mediaType: indexType, manifests }, indexType);
  }

  it("is verified by the signature on the index, and the answer names the index", async () => {
    const index = await pushIndex(digest);
    await signImage({ client, reference: app, key });
    const trust = await verifyImage({ client, reference: app, digest, keys });
    expect(trust).toMatchObject({ result: "verified", digest: index });
    expect(trust.reason).toContain("for the index that lists the image");
    expect(trust.signatures[0]?.checks).toContainEqual(
      expect.objectContaining({ name: "index-entry", result: "pass", evidence: digest }),
    );
  });

  it("is verified by its own signature without looking at the index", async () => {
    await pushIndex(digest);
    await signImage({ client, reference: app, digest, key });
    const trust = await verifyImage({ client, reference: app, digest, keys });
    expect(trust).toMatchObject({ result: "verified", digest });
  });

  it("is judged by its own signatures alone when the name it came by is gone", async () => {
    await pushLayers(await layerFor(payloadFor(), {}));
    client.tags.delete("lab/app:1");
    const trust = await verifyImage({
      client,
      reference: app,
      digest,
      keys: [stranger.publicKey],
    });
    expect(trust).toMatchObject({ result: "failed", digest });
  });

  it("is not covered by a signed index that does not list it", async () => {
    await pushIndex(sha256("another"));
    await signImage({ client, reference: app, key });
    const trust = await verifyImage({ client, reference: app, digest, keys });
    expect(trust).toMatchObject({ result: "unsigned", digest });
  });
});

describe("errors of the registry", () => {
  it.each(["UNREACHABLE", "UNAUTHORIZED", "RATE_LIMITED", "TIMEOUT", "SERVER_ERROR"] as const)(
    "are thrown, never taken for a missing signature: %s",
    async (code) => {
      await pushLayers(await layerFor(payloadFor()));
      for (const request of [".sig", "getReferrers", "getBlob", "getManifest lab/app:1"]) {
        client.faults.clear();
        client.faults.set(request, new PlimsollError(code, "no luck"));
        await expect(verify()).rejects.toMatchObject({ code });
      }
    },
  );

  it("are thrown when the image does not exist", async () => {
    const reference = parseReference("registry.example/lab/none:1");
    await expect(verifyImage({ client, reference, keys })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("are thrown when the caller's signal fires", async () => {
    const signal = AbortSignal.abort();
    await expect(verifyImage({ client, reference: app, keys, signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });

  it("in stored content fail alone: a referrers list that cannot be read hides nothing", async () => {
    await pushLayers(await layerFor(payloadFor()));
    client.faults.set("getReferrers", new PlimsollError("LIMIT_EXCEEDED", "too many"));
    const trust = await verify();
    expect(trust.result).toBe("verified");
    expect(trust.signatures).toHaveLength(2);
  });
});

/** Names of the checks that failed; there is one signature, and it did not verify. */
async function failedChecks(): Promise<string[]> {
  const trust = await verify();
  expect(trust.result).toBe("failed");
  expect(trust.signatures).toHaveLength(1);
  return trust.signatures[0]!.checks.filter(({ result }) => result === "fail").map(
    ({ name }) => name,
  );
}
