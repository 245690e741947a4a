import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RegistryServer, startRegistry } from "../../../../test/support/src/registry.ts";
import type { RepositoryStore } from "../../../../test/support/src/registry-store.ts";
import { listAttachedSboms } from "../../src/attached/list-attached.ts";
import { toCycloneDx } from "../../src/cyclonedx/cyclonedx.ts";
import { toSpdx2 } from "../../src/spdx/spdx2.ts";
import { inventory, subject } from "../support/inventory.ts";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";
const empty = "application/vnd.oci.empty.v1+json";

const options = { toolVersion: "1", timestamp: "2026-01-01T00:00:00Z" };
const cycloneDx = JSON.stringify(toCycloneDx(inventory, subject, options));
const spdx = toSpdx2(inventory, subject, options);
const statement = JSON.stringify({
  _type: "https://in-toto.io/Statement/v1",
  predicateType: "https://spdx.dev/Document",
  predicate: spdx,
});
const envelope = JSON.stringify({
  payloadType: "application/vnd.in-toto+json",
  payload: Buffer.from(statement).toString("base64"),
  signatures: [],
});

let server: RegistryServer;
let client: RegistryClient;
beforeAll(async () => {
  server = await startRegistry();
  client = createRegistryClient({ insecure: [server.host] });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

function putManifest(store: RepositoryStore, more: object, name?: string) {
  const config = store.putBlob(Buffer.from("{}"));
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: empty, digest: config, size: 2 },
    layers: [],
    ...more,
  };
  return store.putManifest(Buffer.from(JSON.stringify(manifest)), manifestType, name);
}

function layer(store: RepositoryStore, text: string, mediaType: string, annotations = {}) {
  const bytes = Buffer.from(text);
  return { mediaType, digest: store.putBlob(bytes), size: bytes.length, annotations };
}

async function list(name: string, digest: string) {
  const { sboms, incomplete } = await listAttachedSboms(
    client,
    parseReference(`${server.host}/${name}:1`),
    digest,
  );
  const found = sboms.map(({ how, sbom }) => [how, sbom.format, sbom.inventory.packages.length]);
  return { found, incomplete };
}

const count = inventory.packages.length;

describe("listAttachedSboms", () => {
  it("finds referrers that are bills of materials, and no others", async () => {
    const store = server.repository("referrers");
    const image = putManifest(store, {}, "1");
    const refersTo = (artifactType: string, text: string, mediaType: string) =>
      putManifest(store, {
        artifactType,
        layers: [layer(store, text, mediaType)],
        subject: { mediaType: manifestType, digest: image.digest, size: image.bytes.length },
      });
    refersTo("application/vnd.cyclonedx+json", cycloneDx, "application/vnd.cyclonedx+json");
    refersTo("application/spdx+json", JSON.stringify(spdx), "application/spdx+json");
    refersTo("application/vnd.example.readme", "read me", "text/plain");
    const { found, incomplete } = await list("referrers", image.digest);
    expect(incomplete).toEqual([]);
    expect(found.sort()).toEqual([
      ["referrer", "cyclonedx", count],
      ["referrer", "spdx", count],
    ]);
  });

  it("finds what cosign put under its tags", async () => {
    const store = server.repository("cosign");
    const image = putManifest(store, {}, "1");
    const tag = image.digest.replace(":", "-");
    const sbomLayer = layer(store, cycloneDx, "application/vnd.cyclonedx+json");
    putManifest(store, { layers: [sbomLayer] }, `${tag}.sbom`);
    const type = "application/vnd.dsse.envelope.v1+json";
    const attested = layer(store, envelope, type, { predicateType: "https://spdx.dev/Document" });
    const other = layer(store, "{}", type, { predicateType: "https://slsa.dev/provenance/v1" });
    putManifest(store, { layers: [attested, other] }, `${tag}.att`);
    expect((await list("cosign", image.digest)).found).toEqual([
      ["tag", "cyclonedx", count],
      ["tag", "spdx", count],
    ]);
  });

  it("finds the attestation that BuildKit put into the index, of the right image", async () => {
    const store = server.repository("buildkit");
    const image = putManifest(store, { annotations: { of: "amd64" } });
    const other = putManifest(store, { annotations: { of: "arm64" } });
    const attestationOf = (digest: string, text: string) => {
      const attestation = putManifest(store, {
        layers: [
          layer(store, text, "application/vnd.in-toto+json", {
            "in-toto.io/predicate-type": "https://spdx.dev/Document",
          }),
        ],
      });
      return {
        mediaType: manifestType,
        digest: attestation.digest,
        size: attestation.bytes.length,
        annotations: {
          "vnd.docker.reference.type": "attestation-manifest",
          "vnd.docker.reference.digest": digest,
        },
      };
    };
    const index = {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [attestationOf(other.digest, "{}"), attestationOf(image.digest, statement)],
    };
    store.putManifest(Buffer.from(JSON.stringify(index)), indexType, "1");
    expect(await list("buildkit", image.digest)).toEqual({
      found: [["attestation", "spdx", count]],
      incomplete: [],
    });
  });

  it("says what could not be read, and gives the rest", async () => {
    const store = server.repository("broken");
    const image = putManifest(store, {}, "1");
    const layers = ["{", cycloneDx].map((text) =>
      layer(store, text, "application/vnd.cyclonedx+json"),
    );
    putManifest(store, { layers }, `${image.digest.replace(":", "-")}.sbom`);
    const { found, incomplete } = await list("broken", image.digest);
    expect(found).toEqual([["tag", "cyclonedx", count]]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED" }]);
  });

  it("finds nothing beside an image that has nothing", async () => {
    const image = putManifest(server.repository("bare"), {}, "1");
    expect(await list("bare", image.digest)).toEqual({ found: [], incomplete: [] });
  });
});
