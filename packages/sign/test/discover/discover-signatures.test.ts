import { parseReference } from "@plimsoll/registry";
import { beforeEach, describe, expect, it } from "vitest";
import { discoverSignatures, signImage } from "../../src/index.ts";
import { cosign } from "../fixtures.ts";
import { createKey } from "../keys.ts";
import {
  createMemoryRegistry,
  indexType,
  type MemoryRegistry,
  manifestType,
  push,
  pushImage,
} from "../memory-registry.ts";

const app = parseReference("registry.example/lab/app:1");
const repository = { registry: app.registry, repository: app.repository };
const key = createKey();

let client: MemoryRegistry;
let digest: string;
beforeEach(async () => {
  client = createMemoryRegistry();
  digest = await pushImage(client, app);
});

async function refer(artifactType: string, layers: object[], changes: object = {}) {
  return push(client, repository, {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    layers,
    subject: { mediaType: manifestType, digest, size: 1 },
    ...changes,
  });
}

async function layer(mediaType: string, content: string, annotations: object = {}) {
  return { mediaType, ...(await client.putBlob(app, Buffer.from(content))), annotations };
}

const tagOf = (ending: string) => ({ ...app, tag: `${digest.replace(":", "-")}.${ending}` });
const discover = () => discoverSignatures({ client, reference: app });

describe("discoverSignatures", () => {
  it("finds nothing beside an image without signatures, and names it by digest", async () => {
    expect(await discover()).toEqual({
      reference: `registry.example/lab/app@${digest}`,
      isVerified: false,
      subjects: [{ digest, kind: "image", artifacts: [] }],
      faults: [],
    });
  });

  it("tells every format from the others", async () => {
    await signImage({ client, reference: app, key, format: "classic" });
    await signImage({ client, reference: app, key, format: "bundle" });
    const envelope = "application/vnd.dsse.envelope.v1+json";
    const predicateType = "https://slsa.dev/provenance/v0.2";
    await push(client, tagOf("att"), {
      schemaVersion: 2,
      mediaType: manifestType,
      layers: [await layer(envelope, "{}", { predicateType })],
    });
    await push(client, tagOf("sbom"), {
      schemaVersion: 2,
      mediaType: manifestType,
      layers: [await layer("text/spdx+json", "{}")],
    });
    const notation = "application/vnd.cncf.notary.signature";
    await refer(notation, [await layer("application/jose+json", "j")]);
    await refer(notation, [await layer("application/cose", "c")], {
      artifactType: undefined,
      config: { mediaType: notation, digest, size: 2 },
    });
    const inToto = "application/vnd.in-toto+json";
    const spdx = { "in-toto.io/predicate-type": "https://spdx.dev/Document" };
    await refer(inToto, [await layer("application/vnd.in-toto.spdx+dsse", "s", spdx)]);
    await refer("application/vnd.example.readme", []);
    const { subjects, faults } = await discover();
    expect(faults).toEqual([]);
    const told = subjects[0]!.artifacts.map(
      ({ kind, format, foundBy, signedWith, predicateType: type }) =>
        [kind, format, foundBy, signedWith, type].filter(Boolean).join(" "),
    );
    expect(told.sort()).toEqual(
      [
        "attestation dsse referrers unknown https://spdx.dev/Document",
        `attestation dsse tag key ${predicateType}`,
        "other application/vnd.example.readme referrers unknown",
        "sbom text/spdx+json tag none",
        "signature cosign-simplesigning tag key",
        "signature notation-cose referrers certificate",
        "signature notation-jws referrers certificate",
        "signature sigstore-bundle referrers key",
      ].sort(),
    );
  });

  it("believes a bundle's statement, not the label on it", async () => {
    const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
    const annotations = { "dev.sigstore.bundle.predicateType": "https://spdx.dev/Document" };
    await refer(bundleType, [await layer(bundleType, cosign.bundle)], { annotations });
    const { subjects } = await discover();
    expect(subjects[0]?.artifacts).toMatchObject([{ kind: "signature", signedWith: "key" }]);
  });

  it("lists what lies beside every platform, and BuildKit's attestations as unsigned", async () => {
    const arm = await pushImage(client, repository, "arm");
    const label = { "in-toto.io/predicate-type": "https://slsa.dev/provenance/v1" };
    const attestation = await push(client, repository, {
      schemaVersion: 2,
      mediaType: manifestType,
      layers: [await layer("application/vnd.in-toto+json", "{}", label)],
    });
    const index = await push(
      client,
      app,
      {
        schemaVersion: 2,
        mediaType: indexType,
        manifests: [
          {
            mediaType: manifestType,
            digest: arm,
            size: 1,
            platform: { os: "linux", architecture: "arm64" },
          },
          {
            mediaType: manifestType,
            digest: attestation,
            size: 1,
            platform: { os: "unknown", architecture: "unknown" },
            annotations: { "vnd.docker.reference.type": "attestation-manifest" },
          },
        ],
      },
      indexType,
    );
    await signImage({ client, reference: app, key, digest: arm, format: "bundle" });
    const { reference, subjects } = await discover();
    expect(reference).toContain(index);
    expect(subjects).toMatchObject([
      { kind: "index", digest: index, artifacts: [] },
      { kind: "image", platform: "linux/arm64", artifacts: [{ format: "sigstore-bundle" }] },
      {
        kind: "attestation-manifest",
        artifacts: [
          { kind: "attestation", format: "in-toto", foundBy: "index", signedWith: "none" },
        ],
      },
    ]);
  });

  it("asks a Notary server only when one is given", async () => {
    const { subjects } = await discoverSignatures({
      client,
      reference: app,
      askNotary: async () => [
        { digest, role: "targets/releases" },
        { digest: "sha256:other", role: "targets" },
      ],
    });
    expect(subjects[0]?.artifacts).toMatchObject([{ format: "dct", role: "targets/releases" }]);
  });

  it("lists what cannot be read, and goes on", async () => {
    const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";
    await refer(bundleType, [await layer(bundleType, "no bundle")]);
    await signImage({ client, reference: app, key, format: "bundle" });
    const { subjects, faults } = await discover();
    expect(subjects[0]?.artifacts.map(({ kind }) => kind).sort()).toEqual(["other", "signature"]);
    expect(faults).toMatchObject([{ code: "MALFORMED" }]);
  });

  it("opens a hundred referrers and says how many more there are", async () => {
    for (let i = 0; i < 103; i += 1) await refer(`application/vnd.example.n${i}`, []);
    const { subjects, faults } = await discover();
    expect(subjects[0]?.artifacts).toHaveLength(100);
    expect(faults).toMatchObject([{ code: "LIMIT_EXCEEDED", why: "3 referrers were not opened" }]);
  });
});
