import { parseReference } from "@plimsoll/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
  workflowIdentity,
  workflowIssuer,
} from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keylessSigner, signImage, verifyImage } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { createMemoryRegistry, type MemoryRegistry, pushImage } from "../memory-registry.ts";
import { setUpKeyless } from "../sigstore.ts";

const app = parseReference("registry.example/lab/app:1");
let sigstore: SigstoreServer;
let client: MemoryRegistry;
let digest: string;

beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.close());
beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

function bundleOf(manifestDigest: string) {
  const { json } = client.manifests.get(`lab/app@${manifestDigest}`)!;
  const [layer] = json.layers as { digest: string }[];
  return JSON.parse(client.blobs.get(layer!.digest)!.toString());
}

describe("signing without a key", () => {
  it("gets a certificate for whom the token names, over a key that is nobody else's", async () => {
    const [first, second] = await Promise.all([setUpKeyless(sigstore), setUpKeyless(sigstore)]);
    expect(first.signer.subject).toBe(workflowIdentity);
    expect(Date.parse(first.signer.expiresAt)).toBeGreaterThan(Date.now());
    expect(first.signer.publicKey.keyId).not.toBe(second.signer.publicKey.keyId);
  });

  it("writes a bundle with the certificate, the log's entry and a timestamp", async () => {
    const setup = await setUpKeyless(sigstore);
    const signed = await signImage({ client, reference: app, ...setup });
    expect(signed).toMatchObject({ digest, format: "bundle", wasSigned: false });
    const { mediaType, verificationMaterial, dsseEnvelope } = bundleOf(signed.signatureDigest);
    expect(mediaType).toBe("application/vnd.dev.sigstore.bundle.v0.3+json");
    expect(Object.keys(verificationMaterial)).toEqual([
      "certificate",
      "tlogEntries",
      "timestampVerificationData",
    ]);
    expect(verificationMaterial.tlogEntries[0].kindVersion).toEqual({
      kind: "dsse",
      version: "0.0.1",
    });
    expect(verificationMaterial.timestampVerificationData.rfc3161Timestamps).toHaveLength(1);
    const statement = JSON.parse(Buffer.from(dsseEnvelope.payload, "base64").toString());
    expect(statement.subject).toEqual([{ digest: { sha256: digest.slice(7) } }]);
  });

  it.each(["bundle", "classic"] as const)(
    "is verified by us, as %s, for the workflow that signed alone",
    async (format) => {
      const { trustedRoots, ...setup } = await setUpKeyless(sigstore);
      await signImage({ client, reference: app, ...setup, trustedRoots, format });
      const judge = (subject: string) =>
        verifyImage({
          ...{ client, reference: app },
          sigstore: { trustedRoots, identities: [{ issuer: workflowIssuer, subject }] },
        });
      expect((await judge(workflowIdentity)).result).toBe("verified");
      expect((await judge("https://github.com/octo/other")).result).toBe("failed");
    },
  );

  it("writes one bundle when the same workflow signs the same again, by another key", async () => {
    const first = await signImage({ client, reference: app, ...(await setUpKeyless(sigstore)) });
    const second = await signImage({ client, reference: app, ...(await setUpKeyless(sigstore)) });
    expect(second).toMatchObject({ wasSigned: true, signatureDigest: first.signatureDigest });
  });

  it("signs again for another workflow", async () => {
    const first = await signImage({ client, reference: app, ...(await setUpKeyless(sigstore)) });
    const other = await setUpKeyless(sigstore, {
      job_workflow_ref: "octo/other/w.yml@refs/heads/x",
    });
    const second = await signImage({ client, reference: app, ...other });
    expect(second.wasSigned).toBe(false);
    expect(second.signatureDigest).not.toBe(first.signatureDigest);
  });

  it("is not kept from signing by a bundle of somebody else's Sigstore", async () => {
    const forged = await startSigstore();
    try {
      await signImage({ client, reference: app, ...(await setUpKeyless(forged)) });
      const ours = await setUpKeyless(sigstore);
      expect((await signImage({ client, reference: app, ...ours })).wasSigned).toBe(false);
    } finally {
      await forged.close();
    }
  });

  it("writes the certificate, its chain, the log's entry and a timestamp as classic annotations", async () => {
    const setup = await setUpKeyless(sigstore);
    const signed = await signImage({ client, reference: app, ...setup, format: "classic" });
    const { json } = client.manifests.get(`lab/app@${signed.signatureDigest}`)!;
    const [layer] = json.layers as { annotations: Record<string, string> }[];
    expect(Object.keys(layer!.annotations)).toEqual([
      "dev.cosignproject.cosign/signature",
      "dev.sigstore.cosign/certificate",
      "dev.sigstore.cosign/chain",
      "dev.sigstore.cosign/bundle",
      "dev.sigstore.cosign/rfc3161timestamp",
    ]);
    const log = JSON.parse(layer!.annotations["dev.sigstore.cosign/bundle"]!);
    const body = JSON.parse(Buffer.from(log.Payload.body, "base64").toString());
    expect(body.kind).toBe("hashedrekord");
  });

  it("tells the log of a signature by a key, when asked to", async () => {
    const { tlog, tsa, trustedRoots } = await setUpKeyless(sigstore);
    const key = createKey();
    const signed = await signImage({
      ...{ client, reference: app, key, tlog, tsa, trustedRoots },
      format: "bundle",
    });
    const { verificationMaterial } = bundleOf(signed.signatureDigest);
    expect(Object.keys(verificationMaterial)).toEqual([
      "publicKey",
      "tlogEntries",
      "timestampVerificationData",
    ]);
  });

  it("signs with Rekor 2 and a timestamp", async () => {
    const second = await startSigstore({ rekor: 2 });
    try {
      const setup = await setUpKeyless(second);
      expect(setup.tlog).toEqual([{ url: second.url, version: 2 }]);
      const signed = await signImage({ client, reference: app, ...setup });
      const { verificationMaterial } = bundleOf(signed.signatureDigest);
      expect(verificationMaterial.tlogEntries[0].kindVersion.version).toBe("0.0.2");
      await expect(
        signImage({ client, reference: app, ...setup, format: "classic" }),
      ).rejects.toMatchObject({ code: "UNSUPPORTED" });
    } finally {
      await second.close();
    }
  });

  it("signs an index and each platform's manifest, and not BuildKit's attestations", async () => {
    const platforms = await Promise.all(
      ["one", "two"].map((name) => pushImage(client, { ...app, tag: name }, name)),
    );
    const hidden = await pushImage(client, { ...app, tag: "three" }, "three");
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const manifests = [
      ...platforms.map((each) => ({ mediaType, digest: each, size: 1 })),
      {
        ...{ mediaType, digest: hidden, size: 1 },
        annotations: { "vnd.docker.reference.type": "attestation-manifest" },
      },
    ];
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
    const type = "application/vnd.oci.image.index.v1+json";
    const pushed = await client.putManifest({ ...app, tag: "all" }, index, type);
    const signed = await signImage({
      ...{ client, reference: { ...app, tag: "all" }, recursive: true },
      ...(await setUpKeyless(sigstore)),
    });
    expect(signed.digest).toBe(pushed.digest);
    expect(signed.platforms?.map((each) => each.digest)).toEqual(platforms);
  });

  it("pushes nothing that does not hold under the trusted root", async () => {
    const other = await startSigstore();
    try {
      const setup = { ...(await setUpKeyless(sigstore)), trustedRoots: [other.trustedRoot] };
      for (const format of ["bundle", "classic"] as const) {
        await expect(signImage({ client, reference: app, ...setup, format })).rejects.toMatchObject(
          {
            code: "SIGNATURE_INVALID",
          },
        );
      }
      expect(client.requests.filter((each) => each.startsWith("putManifest"))).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it("refuses a token that has expired since it was found", async () => {
    const identityToken = createIdentityToken({ exp: Math.floor(Date.now() / 1000) - 1 });
    await expect(keylessSigner({ identityToken, fulcioUrl: sigstore.url })).rejects.toMatchObject({
      code: "KEY_INVALID",
      message: "The identity token has expired",
    });
  });
});
