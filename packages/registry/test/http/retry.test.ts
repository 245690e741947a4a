import { describe, expect, it } from "vitest";
import { backOffMs, parseRetryAfter, pause } from "../../src/http/back-off.ts";
import { connect, failureOf, imageType, setUp, storeImage } from "../support.ts";

describe("trying again", () => {
  it.each([500, 502, 503, 504, 429])("mends a passing %i", async (status) => {
    const { server, client, at } = await setUp();
    storeImage(server);
    server.fail({ on: /manifests/, kind: "respond", status, times: 2 });
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
  });

  it("mends a connection that is cut before the answer", async () => {
    const { server, client, at } = await setUp();
    storeImage(server);
    server.fail({ on: /manifests/, kind: "drop", bytes: 0, times: 2 });
    expect((await client.getManifest(at())).mediaType).toBe(imageType);
  });

  it("ends after the number of tries that was asked for", async () => {
    const { server, at } = await setUp();
    const client = connect({ retries: 1 });
    server.fail({ on: /manifests/, kind: "respond", status: 503 });
    const error = await failureOf(client.getManifest(at()), "SERVER_ERROR");
    expect(error.message).toContain("status 503");
    expect(server.requests.filter(({ path }) => path.includes("manifests"))).toHaveLength(2);
  });

  it("waits as long as Retry-After says", async () => {
    const { server, client, at } = await setUp();
    storeImage(server);
    const headers = { "retry-after": "1" };
    server.fail({ on: /manifests/, kind: "respond", status: 429, headers, times: 1 });
    const started = performance.now();
    await client.getManifest(at());
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it("does not wait for hours: it says when to come back", async () => {
    const { server, client, at } = await setUp();
    const headers = { "retry-after": "21600" };
    server.fail({ on: /manifests/, kind: "respond", status: 429, headers });
    const started = performance.now();
    const error = await failureOf(client.getManifest(at()), "RATE_LIMITED");
    expect(error.action).toContain("in 21600 s");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("stops waiting when its caller says so", async () => {
    const { server, client, at } = await setUp();
    server.fail({
      on: /manifests/,
      kind: "respond",
      status: 503,
      headers: { "retry-after": "20" },
    });
    const signal = AbortSignal.timeout(200);
    const started = performance.now();
    await failureOf(client.getManifest(at(), { signal }), "ABORTED");
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("does not wait at all for a caller who is gone already", async () => {
    const started = performance.now();
    await failureOf(pause(5000, AbortSignal.abort()), "ABORTED");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("is not done for what will not pass: a refused connection, an unknown host, a stall", async () => {
    const { server, at } = await setUp();
    const reference = { ...at(), registry: "127.0.0.1:1" };
    const client = connect({ timeoutMs: 300, retries: 10 });
    const refused = await failureOf(client.getManifest(reference), "UNREACHABLE");
    expect(refused.message).toContain("refuses the connection");
    server.fail({ on: /manifests/, kind: "stall" });
    await failureOf(client.getManifest(at()), "TIMEOUT");
    expect(server.requests.filter(({ path }) => path.includes("manifests"))).toHaveLength(1);
  });

  it("waits longer each time, within bounds", () => {
    for (let attempt = 0; attempt < 64; attempt += 1) {
      const full = Math.min(200 * 2 ** attempt, 10_000);
      const ms = backOffMs(attempt);
      expect(ms).toBeGreaterThanOrEqual(full / 2);
      expect(ms).toBeLessThanOrEqual(full);
    }
  });

  it.each([
    [undefined, undefined],
    ["120", 120_000],
    ["0", 0],
    ["Fri, 31 Dec 1999 23:59:59 GMT", 1000],
    ["Fri, 31 Dec 1999 23:59:57 GMT", 0],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["9".repeat(100), undefined],
  ])("reads Retry-After %j as %j ms", (header, ms) => {
    expect(parseRetryAfter(header, Date.parse("Fri, 31 Dec 1999 23:59:58 GMT"))).toBe(ms);
  });
});
