import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createRegistryClient } from "../src/index.ts";
import { collect, connect, failureOf, imageType, setUp, storeImage } from "./support.ts";

async function setUpMirrors() {
  const first = await setUp();
  const second = await setUp();
  const { server, at } = await setUp();
  const mirrors = { [server.host]: [first.server.host, second.server.host] };
  return {
    first: first.server,
    second: second.server,
    server,
    at,
    client: connect({ mirrors, retries: 1 }),
  };
}

describe("mirrors", () => {
  it("are asked in order, and the registry is left alone when one has the image", async () => {
    const { first, second, server, at, client } = await setUpMirrors();
    storeImage(second);
    const { layer } = storeImage(server);
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
    expect((await collect(client.getBlob(at(), layer))).toString()).toBe("layer");
    expect(first.requests.length).toBeGreaterThan(0);
    expect(server.requests).toHaveLength(0);
  });

  it("that fail in any way give way to the registry itself", async () => {
    const { first, second, server, at, client } = await setUpMirrors();
    const { layer } = storeImage(server);
    first.fail({ on: /team/, kind: "respond", status: 500 });
    second.fail({ on: /team/, kind: "respond", status: 401 });
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
    expect((await collect(client.getBlob(at(), layer))).toString()).toBe("layer");
    expect(await client.listTags(at())).toEqual(["1"]);
  });

  it("that break off are continued by the next", async () => {
    const { first, second, server, at, client } = await setUpMirrors();
    const layer = randomBytes(700_000);
    for (const each of [first, second, server]) storeImage(each, { layer });
    first.fail({ on: /GET .*blobs/, kind: "drop", bytes: 300_000, times: 1 });
    first.fail({ on: /GET .*blobs/, kind: "respond", status: 500 });
    const digest = storeImage(server, { layer }).layer;
    expect((await collect(client.getBlob(at(), digest))).equals(layer)).toBe(true);
    expect(second.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
    expect(server.requests).toHaveLength(0);
  });

  it("that alter a blob are found out", async () => {
    const { first, server, at, client } = await setUpMirrors();
    storeImage(first);
    const { layer } = storeImage(server);
    first.fail({ on: /GET .*blobs/, kind: "corrupt" });
    await failureOf(collect(client.getBlob(at(), layer)), "DIGEST_MISMATCH");
  });

  it("leave the registry's own failure to be reported, and take no uploads", async () => {
    const { first, second, at, client } = await setUpMirrors();
    const error = await failureOf(client.getManifest(at("none")), "NOT_FOUND");
    expect(error.subject).toContain(at().registry);
    first.fail({ on: /PUT|POST/, kind: "respond", status: 500 });
    await client.putManifest(at("new"), Buffer.from("{}"), imageType);
    expect([...first.requests, ...second.requests].some(({ method }) => method === "PUT")).toBe(
      false,
    );
  });

  it("must be hosts", () => {
    expect(() =>
      createRegistryClient({ mirrors: { "docker.io": ["https://mirror.example"] } }),
    ).toThrow(/valid host/);
  });
});
