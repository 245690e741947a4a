import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { collect, connect, failureOf, imageType, setUp } from "../support.ts";

describe("uploading", () => {
  it("uploads a blob once, and finds it there the next time", async () => {
    const { server, client, at } = await setUp();
    const bytes = randomBytes(300_000);
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    expect(await client.putBlob(at(), bytes)).toEqual({ digest, size: bytes.length });
    expect(await client.putBlob(at(), bytes)).toEqual({ digest, size: bytes.length });
    const methods = server.requests
      .filter(({ path }) => path !== "/v2/")
      .map(({ method }) => method);
    expect(methods).toEqual(["HEAD", "POST", "PUT", "HEAD"]);
    expect(
      (await collect(client.getBlob(at(), { digest, size: bytes.length }))).equals(bytes),
    ).toBe(true);
  });

  it("keeps the query of the upload's location", async () => {
    const { server, client, at } = await setUp();
    await client.putBlob(at(), Buffer.from("x"));
    expect(server.requests.at(-1)?.path).toMatch(/\?state=1&digest=sha256%3A/);
  });

  it("uploads the empty blob", async () => {
    const { server, client, at } = await setUp();
    const { digest } = await client.putBlob(at(), new Uint8Array(0));
    expect(server.repository("team/app").blobs.get(digest)).toHaveLength(0);
  });

  it("begins an upload anew when its connection broke", async () => {
    const { server, client, at } = await setUp();
    server.fail({ on: /^PUT .*uploads/, kind: "drop", bytes: 0, times: 1 });
    const bytes = randomBytes(200_000);
    const { digest } = await client.putBlob(at(), bytes);
    expect(server.repository("team/app").blobs.get(digest)?.equals(bytes)).toBe(true);
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  it("does not upload to another host", async () => {
    const { server, client, at } = await setUp();
    const headers = { location: "http://127.0.0.1:9/upload" };
    server.fail({ on: /^POST/, kind: "respond", status: 202, headers });
    const error = await failureOf(client.putBlob(at(), Buffer.from("x")), "SERVER_ERROR");
    expect(error.message).toContain("no place of its own");
    server.fail({ on: /^PUT/, kind: "respond", status: 307, headers });
    await failureOf(client.putManifest(at(), Buffer.from("{}"), imageType), "SERVER_ERROR");
  });

  it("uploads a manifest under its tag, or by its digest", async () => {
    const { server, client, at } = await setUp();
    const bytes = Buffer.from('{"schemaVersion":2}');
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    expect(await client.putManifest(at("v1"), bytes, imageType)).toEqual({
      digest,
      size: bytes.length,
    });
    expect((await client.getManifest(at("v1"))).digest).toBe(digest);
    const { registry, repository } = at();
    await client.putManifest({ registry, repository, digest }, bytes, imageType);
    expect(server.requests.at(-1)?.path).toBe(`/v2/team/app/manifests/${digest}`);
    const other = `sha256:${"0".repeat(64)}`;
    await failureOf(
      client.putManifest({ registry, repository, digest: other }, bytes, imageType),
      "INVALID_ARGUMENT",
    );
  });

  it("says that a login is needed to push, and which", async () => {
    const auth = {
      scheme: "bearer",
      username: "ann",
      password: "secret",
      anonymousPull: true,
    } as const;
    const { server, client, at } = await setUp({ auth });
    const error = await failureOf(
      client.putManifest(at(), Buffer.from("{}"), imageType),
      "UNAUTHORIZED",
    );
    expect(error.action).toContain(`docker login ${server.host}`);
  });

  it("pushes with a token that allows it, after one that allowed pulling only", async () => {
    const auth = { scheme: "bearer", username: "ann", password: "secret" } as const;
    const { server, at } = await setUp({ auth });
    const client = connect({ credentials: async () => auth });
    await failureOf(client.getManifest(at("none")), "NOT_FOUND");
    const { digest } = await client.putManifest(at("v2"), Buffer.from("{}"), imageType);
    expect(server.repository("team/app").tags.get("v2")).toBe(digest);
  });
});
