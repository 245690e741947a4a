import { describe, expect, it } from "vitest";
import type { RegistryServer } from "../../../../test/support/src/registry.ts";
import type { Reference, RegistryClient } from "../../src/index.ts";
import { failureOf, imageType, indexType, setUp, storeImage } from "../support.ts";

const signatureType = "application/vnd.example.signature";

/** Pushes a manifest that refers to `subject`. */
async function attach(client: RegistryClient, at: Reference, subject: string, name: string) {
  const { tag: _, ...untagged } = at;
  const json = {
    schemaVersion: 2,
    mediaType: imageType,
    artifactType: signatureType,
    config: {
      mediaType: "application/vnd.oci.empty.v1+json",
      digest: `sha256:${"44".repeat(32)}`,
      size: 2,
    },
    layers: [],
    subject: { mediaType: imageType, digest: subject, size: 2 },
    annotations: { name },
  };
  return client.putManifest(untagged, Buffer.from(JSON.stringify(json)), imageType);
}

/** The index under the subject's tag, as stored. */
function storedIndex(server: RegistryServer, subject: string) {
  const manifest = server.repository("team/app").manifest(subject.replace(":", "-"));
  return (
    manifest &&
    (JSON.parse(manifest.bytes.toString()) as { mediaType: string; manifests: object[] })
  );
}

describe("referrers", () => {
  it.each([
    ["by the referrers API", true],
    ["by the referrers tag where there is no API", false],
  ])("are found %s", async (_how, referrersApi) => {
    const { server, client, at } = await setUp({ referrersApi });
    const { manifest } = storeImage(server);
    expect(await client.getReferrers(at(), manifest.digest)).toEqual([]);
    const first = await attach(client, at(), manifest.digest, "first");
    const second = await attach(client, at(), manifest.digest, "second");
    const found = await client.getReferrers(at(), manifest.digest);
    const common = { mediaType: imageType, artifactType: signatureType };
    expect(found).toEqual([
      { ...common, ...first, annotations: { name: "first" } },
      { ...common, ...second, annotations: { name: "second" } },
    ]);
    expect(storedIndex(server, manifest.digest) !== undefined).toBe(!referrersApi);
  });

  it("are listed once, however often the same one is pushed", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    for (let i = 0; i < 3; i += 1) await attach(client, at(), manifest.digest, "same");
    expect(storedIndex(server, manifest.digest)).toMatchObject({
      mediaType: indexType,
      manifests: [{}],
    });
    expect(storedIndex(server, manifest.digest)?.manifests).toHaveLength(1);
    const writes = server.requests.filter(
      ({ method, path }) => method === "PUT" && path.includes("/sha256-"),
    );
    expect(writes).toHaveLength(1);
  });

  it("of other tools stay in the index as they were; a duplicate goes", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    const foreign = {
      mediaType: imageType,
      digest: `sha256:${"ab".repeat(32)}`,
      size: 7,
      "x-note": "kept",
    };
    const index = {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [foreign, foreign],
      annotations: { a: "b" },
    };
    const tag = manifest.digest.replace(":", "-");
    server.repository("team/app").putManifest(Buffer.from(JSON.stringify(index)), indexType, tag);
    await attach(client, at(), manifest.digest, "ours");
    const stored = storedIndex(server, manifest.digest);
    expect(stored).toMatchObject({
      manifests: [foreign, { artifactType: signatureType }],
      annotations: { a: "b" },
    });
    expect(stored?.manifests).toHaveLength(2);
  });

  it("get an entry with their own type in place of one with the empty configuration's", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    const pushed = await attach(client, at(), manifest.digest, "ours");
    const poor = {
      mediaType: imageType,
      ...pushed,
      artifactType: "application/vnd.oci.empty.v1+json",
    };
    const tag = manifest.digest.replace(":", "-");
    const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [poor] });
    server.repository("team/app").putManifest(Buffer.from(index), indexType, tag);
    await attach(client, at(), manifest.digest, "ours");
    expect(storedIndex(server, manifest.digest)?.manifests).toMatchObject([
      { ...pushed, artifactType: signatureType, annotations: { name: "ours" } },
    ]);
  });

  it("survive another writer who overwrites the index", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    const tag = manifest.digest.replace(":", "-");
    const other = { mediaType: imageType, digest: `sha256:${"cd".repeat(32)}`, size: 7 };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [other] });
    // The first write of the index is answered, and lost to the other's.
    server.repository("team/app").putManifest(Buffer.from(index), indexType, tag);
    server.fail({ on: new RegExp(`^PUT .*${tag}`), kind: "respond", status: 201, times: 1 });
    const { digest } = await attach(client, at(), manifest.digest, "ours");
    expect(storedIndex(server, manifest.digest)?.manifests).toMatchObject([other, { digest }]);
  });

  it("are reported as not kept when every write of the index is lost", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    server.fail({ on: /^PUT .*sha256-/, kind: "respond", status: 201 });
    const error = await failureOf(attach(client, at(), manifest.digest, "ours"), "SERVER_ERROR");
    expect(error.message).toContain("could not be kept");
  });

  it("with impossible entries lose only those", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    const good = { mediaType: imageType, digest: `sha256:${"ef".repeat(32)}`, size: 1 };
    const bad = [
      null,
      1,
      {},
      { ...good, digest: "sha256:AB" },
      { ...good, size: -1 },
      { ...good, mediaType: 3 },
    ];
    const index = JSON.stringify({ mediaType: indexType, manifests: [...bad, good, good] });
    const tag = manifest.digest.replace(":", "-");
    server.repository("team/app").putManifest(Buffer.from(index), indexType, tag);
    expect(await client.getReferrers(at(), manifest.digest)).toEqual([good]);
  });

  it("come in pages; a page on another host or in a circle is refused", async () => {
    const { server, client, at } = await setUp({ pageSize: 2 });
    const { manifest } = storeImage(server);
    for (const name of ["a", "b", "c", "d", "e"]) await attach(client, at(), manifest.digest, name);
    expect(await client.getReferrers(at(), manifest.digest)).toHaveLength(5);
    for (const link of ["<https://elsewhere.example/x>; rel=next", '<?n=1>; rel="next"']) {
      const headers = { "content-type": indexType, link };
      const times = link.includes("elsewhere") ? 1 : 3;
      server.fail({
        on: /referrers/,
        kind: "respond",
        status: 200,
        headers,
        body: '{"manifests":[]}',
        times,
      });
      await failureOf(client.getReferrers(at(), manifest.digest), "SERVER_ERROR");
    }
  });

  it("are bounded in number and pages", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    const entries = Array.from({ length: 1001 }, (_, i) => ({
      mediaType: imageType,
      digest: `sha256:${String(i).padStart(64, "0")}`,
      size: 1,
    }));
    const headers = { "content-type": indexType };
    const body = JSON.stringify({ manifests: entries });
    server.fail({ on: /referrers/, kind: "respond", status: 200, headers, body });
    await failureOf(client.getReferrers(at(), manifest.digest), "LIMIT_EXCEEDED");
  });

  it("are looked for under the tag when the API's path shows a web page", async () => {
    const { server, client, at } = await setUp({ referrersApi: false });
    const { manifest } = storeImage(server);
    const headers = { "content-type": "text/html" };
    server.fail({ on: /referrers/, kind: "respond", status: 200, headers, body: "<html>" });
    const { digest } = await attach(client, at(), manifest.digest, "x");
    expect(await client.getReferrers(at(), manifest.digest)).toMatchObject([{ digest }]);
  });

  it("are not silently none when the registry fails", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    server.fail({ on: /referrers/, kind: "respond", status: 403 });
    await failureOf(client.getReferrers(at(), manifest.digest), "FORBIDDEN");
  });
});
