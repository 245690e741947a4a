import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf, imageType, indexType, setUp, storeImage } from "../support.ts";

describe("fetching a manifest", () => {
  it("gives the bytes, their digest, the media type and the parsed JSON", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    const got = await client.getManifest(at());
    expect(got.bytes.equals(manifest.bytes)).toBe(true);
    expect(got).toMatchObject({
      digest: manifest.digest,
      mediaType: imageType,
      json: { schemaVersion: 2 },
    });
  });

  it("is not needed to know its digest, where the registry tells it", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    expect(await client.getDigest(at())).toBe(manifest.digest);
    expect(server.requests.at(-1)).toMatchObject({ method: "HEAD" });
    await failureOf(client.getDigest(at("gone")), "NOT_FOUND");
    server.fail({ on: /manifests/, kind: "respond", status: 200, headers: {}, body: "" });
    expect(await client.getDigest(at())).toBeUndefined();
  });

  it("asks by digest when the reference has one, also a SHA-512", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    expect((await client.getManifest({ ...at("gone"), digest: manifest.digest })).digest).toBe(
      manifest.digest,
    );
    const digest = `sha512:${createHash("sha512").update(manifest.bytes).digest("hex")}`;
    server.repository("team/app").putManifest(manifest.bytes, imageType, digest);
    expect((await client.getManifest({ ...at(), digest })).digest).toBe(digest);
  });

  it("refuses altered bytes, whether asked by digest or by tag", async () => {
    const { server, client, at } = await setUp();
    const { manifest } = storeImage(server);
    server.fail({ on: /manifests/, kind: "corrupt" });
    await failureOf(client.getManifest({ ...at(), digest: manifest.digest }), "DIGEST_MISMATCH");
    await failureOf(client.getManifest(at()), "DIGEST_MISMATCH");
  });

  it("refuses a Docker-Content-Digest that the bytes do not have", async () => {
    const { server, client, at } = await setUp();
    const headers = {
      "content-type": imageType,
      "docker-content-digest": `sha256:${"0".repeat(64)}`,
    };
    server.fail({ on: /manifests/, kind: "respond", status: 200, headers, body: "{}" });
    await failureOf(client.getManifest(at()), "DIGEST_MISMATCH");
  });

  it("names the tag that is not there and says what to do", async () => {
    const { server, client, at } = await setUp();
    storeImage(server);
    const error = await failureOf(client.getManifest(at("1.0-rc")), "NOT_FOUND");
    expect(error.message).toContain('no tag "1.0-rc" in team/app');
    expect(error.subject).toBe(`${server.host}/team/app:1.0-rc`);
    expect(error.action).toMatch(/Check the name/);
  });

  it("reads no more than 4 MiB, announced or not", async () => {
    const { server, client, at } = await setUp();
    const body = Buffer.alloc(4 * 1024 * 1024 + 1, " ");
    server.fail({ on: /manifests/, times: 1, kind: "respond", status: 200, body });
    await failureOf(client.getManifest(at()), "LIMIT_EXCEEDED");
    const headers = { "transfer-encoding": "chunked" };
    server.fail({ on: /manifests/, times: 1, kind: "respond", status: 200, headers, body });
    await failureOf(client.getManifest(at()), "LIMIT_EXCEEDED");
  });

  it.each([
    ["an array", "[]", imageType, "MALFORMED"],
    ["no JSON", "<html>", "text/html", "MALFORMED"],
    ["image and index at once", '{"layers":[],"manifests":[]}', imageType, "MALFORMED"],
    ["another type than served", `{"mediaType":"${indexType}"}`, imageType, "MALFORMED"],
    [
      "schema 1",
      '{"schemaVersion":1}',
      "application/vnd.docker.distribution.manifest.v1+prettyjws",
      "UNSUPPORTED",
    ],
  ] as const)("refuses a manifest that is %s", async (_what, body, type, code) => {
    const { server, client, at } = await setUp();
    server.fail({
      on: /manifests/,
      kind: "respond",
      status: 200,
      headers: { "content-type": type },
      body,
    });
    await failureOf(client.getManifest(at()), code);
  });

  it.each([
    ['{"manifests":[]}', indexType],
    ['{"layers":[]}', imageType],
    [`{"mediaType":"${indexType}"}`, indexType],
  ])("tells what %s is when the registry only says JSON", async (body, expected) => {
    const { server, client, at } = await setUp();
    const headers = { "content-type": "application/json; charset=utf-8" };
    server.fail({ on: /manifests/, kind: "respond", status: 200, headers, body });
    expect((await client.getManifest(at())).mediaType).toBe(expected);
  });

  it("refuses a reference that was put together wrongly, before anything is sent", async () => {
    const { server, client, at } = await setUp();
    await failureOf(client.getManifest({ ...at(), repository: "../secret" }), "INVALID_REFERENCE");
    await failureOf(client.getManifest({ ...at(), tag: "a/b" }), "INVALID_REFERENCE");
    await failureOf(client.getManifest({ ...at(), registry: "evil@host" }), "INVALID_REFERENCE");
    expect(server.requests).toHaveLength(0);
  });
});
