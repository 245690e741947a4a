import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { collect, connect, failureOf, setUp } from "../support.ts";

const bytes = randomBytes(1_000_000);

async function setUpBlob(...options: Parameters<typeof setUp>) {
  const all = await setUp(...options);
  const digest = all.server.repository("team/app").putBlob(bytes);
  return { ...all, blob: { digest, size: bytes.length } };
}

describe("downloading a blob", () => {
  it("gives exactly its bytes and tells of its progress", async () => {
    const { client, at, blob } = await setUpBlob();
    const seen: unknown[] = [];
    const got = await collect(
      client.getBlob(at(), blob, { progress: (event) => seen.push(event) }),
    );
    expect(got.equals(bytes)).toBe(true);
    expect(seen.at(-1)).toEqual({
      phase: "pull",
      message: `Pulling ${blob.digest.slice(0, 19)}`,
      done: blob.size,
      total: blob.size,
      unit: "bytes",
    });
  });

  it("verifies SHA-512 too, and the empty blob", async () => {
    const { server, client, at } = await setUpBlob();
    const digest = `sha512:${createHash("sha512").update(bytes).digest("hex")}`;
    server.repository("team/app").putBlob(bytes, digest);
    expect(
      (await collect(client.getBlob(at(), { digest, size: bytes.length }))).equals(bytes),
    ).toBe(true);
    const empty = `sha256:${createHash("sha256").digest("hex")}`;
    expect(await collect(client.getBlob(at(), { digest: empty, size: 0 }))).toHaveLength(0);
    await failureOf(collect(client.getBlob(at(), { digest, size: 0 })), "DIGEST_MISMATCH");
  });

  it("resumes where the connection broke", async () => {
    const { server, client, at, blob } = await setUpBlob();
    server.fail({ on: /GET .*blobs/, kind: "drop", bytes: 400_000, times: 2 });
    expect((await collect(client.getBlob(at(), blob))).equals(bytes)).toBe(true);
    const ranges = server.requests
      .filter((each) => each.path.includes("/blobs/"))
      .map((each) => each.range);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range ?? ""))).toBe(true);
  });

  it("resumes also when the registry knows no ranges", async () => {
    const { server, client, at, blob } = await setUpBlob({ ranges: false });
    server.fail({ on: /GET .*blobs/, kind: "drop", bytes: 400_000, times: 1 });
    expect((await collect(client.getBlob(at(), blob))).equals(bytes)).toBe(true);
  });

  it("gives up after its tries when no connection brings anything", async () => {
    const { server, at, blob } = await setUpBlob();
    server.fail({ on: /GET .*blobs/, kind: "drop", bytes: 10 });
    await failureOf(collect(connect({ retries: 2 }).getBlob(at(), blob)), "UNREACHABLE");
    expect(server.requests.filter((each) => each.path.includes("/blobs/"))).toHaveLength(3);
  });

  it("holds back the last bytes of altered content", async () => {
    const { server, client, at, blob } = await setUpBlob();
    server.fail({ on: /GET .*blobs/, kind: "corrupt" });
    let received = 0;
    const read = async () => {
      for await (const chunk of client.getBlob(at(), blob)) received += chunk.length;
    };
    await failureOf(read(), "DIGEST_MISMATCH");
    expect(received).toBeLessThan(blob.size);
  });

  it("refuses another length before downloading, and more bytes than announced", async () => {
    const { server, client, at, blob } = await setUpBlob();
    await failureOf(collect(client.getBlob(at(), { ...blob, size: 10 })), "DIGEST_MISMATCH");
    const headers = { "transfer-encoding": "chunked" };
    server.fail({
      on: /GET .*blobs/,
      kind: "respond",
      status: 200,
      headers,
      body: Buffer.alloc(2_000_000),
    });
    const error = await failureOf(collect(client.getBlob(at(), blob)), "DIGEST_MISMATCH");
    expect(error.message).toContain("more than the 1000000 bytes");
  });

  it("refuses a range that it did not ask for", async () => {
    const { server, client, at, blob } = await setUpBlob();
    server.fail({ on: /GET .*blobs/, kind: "drop", bytes: 400_000, times: 1 });
    const headers = { "content-range": "bytes 0-9/1000000" };
    server.fail({ on: /GET .*blobs/, kind: "respond", status: 206, headers, body: "0123456789" });
    await failureOf(collect(client.getBlob(at(), blob)), "SERVER_ERROR");
  });

  it("stops a registry that sends nothing, or next to nothing", async () => {
    const { server, at, blob } = await setUpBlob();
    const client = connect({ timeoutMs: 300 });
    for (const fault of [
      { kind: "stall" },
      { kind: "stall-after", bytes: 1000 },
      { kind: "drip", everyMs: 20 },
    ] as const) {
      server.fail({ on: /GET .*blobs/, times: 1, ...fault });
      const started = performance.now();
      const error = await failureOf(collect(client.getBlob(at(), blob)), "TIMEOUT");
      expect(performance.now() - started).toBeLessThan(2000);
      expect(error.message).toContain("0.3 s");
    }
  });

  it("does not count the time that its reader takes", async () => {
    const { at, blob } = await setUpBlob();
    const client = connect({ timeoutMs: 150 });
    let received = 0;
    for await (const chunk of client.getBlob(at(), blob)) {
      if (received === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      received += chunk.length;
    }
    expect(received).toBe(blob.size);
  });

  it("stops when its caller says so, before and in the middle", async () => {
    const { client, at, blob } = await setUpBlob();
    await failureOf(
      collect(client.getBlob(at(), blob, { signal: AbortSignal.abort() })),
      "ABORTED",
    );
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of client.getBlob(at(), blob, { signal: controller.signal }))
        controller.abort();
    };
    await failureOf(read(), "ABORTED");
  });

  it("keeps small blobs in memory, and refuses larger ones unread", async () => {
    const { server, client, at, blob } = await setUpBlob();
    expect((await client.getSmallBlob(at(), blob)).equals(bytes)).toBe(true);
    const before = server.requests.length;
    await failureOf(client.getSmallBlob(at(), blob, { maxBytes: 999_999 }), "LIMIT_EXCEEDED");
    expect(server.requests).toHaveLength(before);
  });

  it("refuses what is no digest or no size", async () => {
    const { client, at, blob } = await setUpBlob();
    await failureOf(
      collect(client.getBlob(at(), { ...blob, digest: "sha256:../../x" })),
      "INVALID_ARGUMENT",
    );
    await failureOf(collect(client.getBlob(at(), { ...blob, size: -1 })), "INVALID_ARGUMENT");
  });
});
