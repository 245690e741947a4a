import { generateKeyPairSync } from "node:crypto";
import { parseReference } from "@plimsoll/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
} from "@plimsoll/test-support/sigstore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keylessSigner, signImage } from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { type Loopback, startLoopback } from "../loopback.ts";
import { createMemoryRegistry, type MemoryRegistry, pushImage } from "../memory-registry.ts";

// Services that answer wrongly, in ways that a signer would only find out when somebody verifies.
const app = parseReference("registry.example/lab/app:1");
const key = createKey();
let sigstore: SigstoreServer;
let middle: Loopback;
let client: MemoryRegistry;

beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.close());
beforeEach(async () => {
  client = createMemoryRegistry();
  await pushImage(client, app);
});
afterEach(() => middle.close());

/** Answers all requests alike with what the true log answers to another one. */
async function answerWith(path: string, request: object): Promise<void> {
  const answer = await fetch(`${sigstore.url}${path}`, {
    method: "POST",
    body: JSON.stringify(request),
  });
  const body = await answer.text();
  middle = await startLoopback(() => ({ status: 201, body }));
}

const otherRecord = {
  apiVersion: "0.0.1",
  kind: "hashedrekord",
  spec: { data: { hash: { algorithm: "sha256", value: "a".repeat(64) } }, signature: {} },
};

function pushed(): string[] {
  return client.requests.filter((each) => each.startsWith("put")).slice(2);
}

describe("a log", () => {
  it.each(["classic", "bundle"] as const)(
    "that records something else is found out before a %s signature is pushed",
    async (format) => {
      await answerWith("/api/v1/log/entries", otherRecord);
      const tlog = [{ url: middle.url, version: 1 as const }];
      await expect(signImage({ client, reference: app, key, tlog, format })).rejects.toMatchObject({
        code: "SERVER_ERROR",
      });
      expect(pushed()).toEqual([]);
    },
  );

  it("of version 2 that records something else is found out", async () => {
    await answerWith("/api/v2/log/entries", {
      hashedRekordRequestV002: { digest: "AAAA", signature: { content: "AAAA" } },
    });
    const tlog = [{ url: middle.url, version: 2 as const }];
    await expect(
      signImage({ client, reference: app, key, tlog, format: "bundle" }),
    ).rejects.toMatchObject({ code: "SERVER_ERROR" });
  });

  it("that has the entry already is asked for it", async () => {
    let entry = "";
    middle = await startLoopback(({ method, body, path }) => {
      if (method === "GET") return { body: path === "/api/v1/log/entries/x" ? entry : "" };
      entry = entryOf(JSON.parse(body));
      return { status: 409, headers: { location: "/api/v1/log/entries/x" }, body: {} };
    });
    const tlog = [{ url: middle.url, version: 1 as const }];
    await signImage({ client, reference: app, key, tlog });
    expect(middle.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it("is not followed to another server when it says where the entry is", async () => {
    middle = await startLoopback(() => ({
      status: 409,
      headers: { location: `${sigstore.url}/api/v1/log/entries/x` },
      body: {},
    }));
    const before = sigstore.requests.length;
    const tlog = [{ url: middle.url, version: 1 as const }];
    await expect(signImage({ client, reference: app, key, tlog })).rejects.toMatchObject({
      code: "SERVER_ERROR",
    });
    expect(sigstore.requests).toHaveLength(before);
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "<html>"],
    ["an empty object", "{}"],
    ["a broken entry", '{"x":{"body":1}}'],
    ["more than it may", "x".repeat(2 * 1024 * 1024)],
  ])("that answers %s fails, and nothing is pushed", async (_what, body) => {
    middle = await startLoopback(() => ({ status: 201, body }));
    for (const version of [1, 2] as const) {
      const tlog = [{ url: middle.url, version }];
      const signing = signImage({ client, reference: app, key, tlog, format: "bundle" });
      await expect(signing).rejects.toMatchObject({
        code: expect.stringMatching(/^(SERVER_ERROR|LIMIT_EXCEEDED)$/),
      });
    }
    expect(pushed()).toEqual([]);
  });

  it("that redirects is not followed", async () => {
    middle = await startLoopback(() => ({
      status: 307,
      headers: { location: `${sigstore.url}/api/v1/log/entries` },
      body: "",
    }));
    const tlog = [{ url: middle.url, version: 1 as const }];
    await expect(signImage({ client, reference: app, key, tlog })).rejects.toMatchObject({
      code: "SERVER_ERROR",
    });
  });
});

describe("a timestamping authority", () => {
  it("that replays an older timestamp is found out", async () => {
    const first = await startRecorder();
    await signImage({ client, reference: app, key, tsa: [first.url], format: "bundle" });
    const replayed = first.answers[0]!;
    await first.close();
    middle = await startLoopback(() => ({ body: "" }));
    const replay = await startRecorder(replayed);
    const tsa = [replay.url];
    await expect(
      signImage({ client, reference: app, key: createKey(), tsa, format: "bundle" }),
    ).rejects.toMatchObject({ message: expect.stringContaining("about something else") });
    await replay.close();
  });

  it("that answers anything else fails", async () => {
    middle = await startLoopback(() => ({ body: "0\u0003\u0002\u0001\u0002" }));
    const tsa = [middle.url];
    await expect(signImage({ client, reference: app, key, tsa })).rejects.toMatchObject({
      code: "SERVER_ERROR",
    });
  });
});

describe("a certificate authority", () => {
  it("that certifies another key is found out", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const identityToken = createIdentityToken();
    await answerWith("/api/v2/signingCert", {
      credentials: { oidcIdentityToken: identityToken },
      publicKeyRequest: {
        publicKey: { content: publicKey.export({ format: "pem", type: "spki" }) },
      },
    });
    await expect(keylessSigner({ identityToken, fulcioUrl: middle.url })).rejects.toMatchObject({
      message: expect.stringContaining("not for the key that was sent"),
    });
  });

  it.each(["", "{}", '{"signedCertificateEmbeddedSct":{"chain":{"certificates":["x"]}}}'])(
    "that answers %j fails",
    async (body) => {
      middle = await startLoopback(() => ({ body }));
      await expect(
        keylessSigner({ identityToken: createIdentityToken(), fulcioUrl: middle.url }),
      ).rejects.toMatchObject({ code: "SERVER_ERROR" });
    },
  );
});

/** An entry of Rekor 1 about what was proposed, by nobody in particular. */
function entryOf(proposed: object): string {
  return JSON.stringify({
    x: {
      body: Buffer.from(JSON.stringify(proposed)).toString("base64"),
      integratedTime: 1,
      logIndex: 0,
      logID: "a".repeat(64),
      verification: { signedEntryTimestamp: "AAAA" },
    },
  });
}

/** Passes queries on to the true authority and keeps its answers, or gives the same answer always. */
async function startRecorder(always?: Buffer) {
  const { createServer } = await import("node:http");
  const answers: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer =
      always ??
      Buffer.from(
        await (
          await fetch(`${sigstore.url}/api/v1/timestamp`, {
            method: "POST",
            headers: { "content-type": "application/timestamp-query" },
            body: Buffer.concat(chunks),
          })
        ).arrayBuffer(),
      );
    answers.push(answer);
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, answers, close };
}
