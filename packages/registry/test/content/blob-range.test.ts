import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf, setUp } from "../support.ts";

const bytes = randomBytes(100_000);

async function setUpBlob(...options: Parameters<typeof setUp>) {
  const all = await setUp(...options);
  const digest = all.server.repository("team/app").putBlob(bytes);
  return { ...all, blob: { digest, size: bytes.length } };
}

describe("downloading some bytes of a blob", () => {
  it("gives exactly these, also from a storage that the registry redirects to", async () => {
    for (const redirectBlobs of [false, true]) {
      const { client, at, blob } = await setUpBlob({ redirectBlobs });
      for (const [offset, length] of [
        [0, 1],
        [0, bytes.length],
        [99_990, 10],
        [12_345, 6789],
        [5, 0],
      ] as const) {
        const got = await client.getBlobRange(at(), blob, { offset, length });
        expect(got?.equals(bytes.subarray(offset, offset + length))).toBe(true);
      }
    }
  });

  it("says so, and reads nothing, when the registry knows no ranges", async () => {
    const { client, at, blob } = await setUpBlob({ ranges: false });
    expect(await client.getBlobRange(at(), blob, { offset: 5, length: 10 })).toBeUndefined();
  });

  it("tries again when the connection broke", async () => {
    const { server, client, at, blob } = await setUpBlob();
    server.fail({ on: /GET .*blobs/, kind: "drop", bytes: 1000, times: 2 });
    const got = await client.getBlobRange(at(), blob, { offset: 50_000, length: 40_000 });
    expect(got?.equals(bytes.subarray(50_000, 90_000))).toBe(true);
  });

  it("refuses another range than it asked for", async () => {
    const ranges = ["bytes 0-9/100000", "bytes 5-15/100000", "bytes 5-14/99", "bytes */5", ""];
    for (const range of ranges) {
      const { server, client, at, blob } = await setUpBlob();
      server.fail({
        on: /GET .*blobs/,
        kind: "respond",
        status: 206,
        headers: { "content-range": range },
        body: bytes.subarray(0, 10),
      });
      await failureOf(client.getBlobRange(at(), blob, { offset: 5, length: 10 }), "SERVER_ERROR");
    }
  });

  it("refuses a range that is not within the blob, and a blob that is not there", async () => {
    const { client, at, blob } = await setUpBlob();
    for (const [offset, length] of [
      [-1, 5],
      [0, bytes.length + 1],
      [bytes.length, 1],
      [0.5, 1],
    ] as const) {
      await failureOf(client.getBlobRange(at(), blob, { offset, length }), "INVALID_ARGUMENT");
    }
    const missing = { digest: `sha256:${"0".repeat(64)}`, size: 10 };
    await failureOf(client.getBlobRange(at(), missing, { offset: 0, length: 1 }), "NOT_FOUND");
    await failureOf(
      client.getBlobRange(at(), blob, { offset: 0, length: 1 }, { signal: AbortSignal.abort() }),
      "ABORTED",
    );
  });
});
