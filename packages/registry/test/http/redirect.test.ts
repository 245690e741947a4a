import { describe, expect, it } from "vitest";
import { createHostPolicy } from "../../src/http/host-policy.ts";
import { resolveLocation } from "../../src/http/location.ts";
import { collect, connect, failureOf, imageType, setUp, storeImage } from "../support.ts";

const ann = { username: "ann", password: "secret" };

describe("redirects", () => {
  it("of blobs to a storage are followed without the login", async () => {
    const { server, at } = await setUp({ redirectBlobs: true, auth: { scheme: "basic", ...ann } });
    const { layer } = storeImage(server);
    const client = connect({ credentials: async () => ann });
    expect((await collect(client.getBlob(at(), layer))).toString()).toBe("layer");
    const [stored] = server.requests.filter(({ at: place }) => place === "storage");
    expect(stored?.path).toContain("signature=secret");
    expect(stored?.authorization).toBeUndefined();
  });

  it("are followed anew for each part of a broken download", async () => {
    const { server, client, at } = await setUp({ redirectBlobs: true });
    const { layer } = storeImage(server, { layer: Buffer.alloc(600_000, 7) });
    server.fail({ on: /storage/, kind: "drop", bytes: 300_000, times: 1 });
    expect(await collect(client.getBlob(at(), layer))).toHaveLength(600_000);
    const places = server.requests
      .filter(({ path }) => path.includes("sha256"))
      .map((each) => each.at);
    expect(places).toEqual(["registry", "storage", "registry", "storage"]);
  });

  it("keep the login on the same origin", async () => {
    const { server, at } = await setUp({ auth: { scheme: "basic", ...ann } });
    storeImage(server);
    const client = connect({ credentials: async () => ann });
    await client.getManifest(at());
    const headers = { location: "/v2/team/app/manifests/1?moved" };
    server.fail({ on: /manifests.1$/, kind: "respond", status: 302, headers, times: 1 });
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
    expect(server.requests.at(-1)?.authorization).toMatch(/^Basic /);
  });

  it("end after ten", async () => {
    const { server, client, at } = await setUp();
    const headers = { location: "?again" };
    server.fail({ on: /manifests/, kind: "respond", status: 307, headers });
    const error = await failureOf(client.getManifest(at()), "SERVER_ERROR");
    expect(error.message).toContain("more than 10 times");
    expect(server.requests.filter(({ path }) => path.includes("manifests"))).toHaveLength(11);
  });

  it("to a storage that refuses do not show its signed URL", async () => {
    const { server, client, at } = await setUp({ redirectBlobs: true });
    const { layer } = storeImage(server);
    for (const fault of [
      { kind: "respond", status: 403, body: "signature=secret" },
      { kind: "stall" },
    ] as const) {
      server.fail({ on: /storage/, times: 1, ...fault });
      const error = await collect(client.getBlob(at(), layer)).catch((thrown: Error) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(
        JSON.stringify({ ...(error as Error), text: String(error), stack: (error as Error).stack }),
      ).not.toContain("secret");
    }
  });

  it("do not take a storage's 401 for the registry's", async () => {
    const { server, at } = await setUp({ redirectBlobs: true });
    const { layer } = storeImage(server);
    const client = connect({ credentials: async () => ann });
    const headers = { "www-authenticate": "Basic realm=x" };
    server.fail({ on: /storage/, kind: "respond", status: 401, headers });
    const error = await failureOf(collect(client.getBlob(at(), layer)), "SERVER_ERROR");
    expect(error.message).toMatch(/to which .* redirects, answers with status 401/);
    expect(server.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});

describe("a place that a server sends to", () => {
  const policy = createHostPolicy([
    "lan.example:5000",
    "plain.example",
    "[fd00::1]",
    "localhost:5000",
    "127.0.0.1:9000",
  ]);
  it.each([
    ["https://a.example/v2/", "https://b.example/x?sig=1#top", "https://b.example/x?sig=1"],
    ["https://a.example/v2/x", "/y", "https://a.example/y"],
    ["http://lan.example:5000/", "https://b.example/", "https://b.example/"],
    ["http://lan.example:5000/", "http://plain.example:9000/", "http://plain.example:9000/"],
    ["http://localhost:5000/", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/"],
    ["http://localhost:5000/", "https://127.0.0.2/", "https://127.0.0.2/"],
  ])("from %s to %s is followed", (from, to, expected) => {
    expect(resolveLocation(new URL(from), to, policy).href).toBe(expected);
  });

  it.each([
    ["https://a.example/", "http://a.example/"],
    ["https://lan.example:5000/", "http://lan.example:5000/"],
    ["http://lan.example:5000/", "http://other.example/"],
    ["http://lan.example:5000/", "http://169.254.169.254/latest/meta-data"],
    ["http://localhost:5000/", "http://127.0.0.1:9001/"],
    ["https://a.example/", "https://127.0.0.1/"],
    ["https://a.example/", "https://[::1]:2375/"],
    ["https://a.example/", "https://0x7f.1/"],
    ["https://a.example/", "https://x.localhost/"],
    ["https://a.example/", "https://user:pw@b.example/"],
    ["https://a.example/", "ftp://b.example/"],
    ["https://a.example/", "data:text/plain,x"],
    ["https://a.example/", "https://[bad/"],
  ])("from %s to %s is not followed", (from, to) => {
    expect(() => resolveLocation(new URL(from), to, policy)).toThrow(/not followed/);
  });

  it("is shown without credentials and query", () => {
    const follow = () =>
      resolveLocation(new URL("https://a.example/?t=1"), "http://u:pw@b.example/?sig=2", policy);
    expect(follow).toThrow(/^(?!.*(pw|sig)).*$/s);
  });
});
