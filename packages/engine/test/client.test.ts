import { mkdtemp, rm } from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createCertificate } from "../../../test/support/src/registry-certificate.ts";
import { createEngineClient, type EngineOptions } from "../src/index.ts";

const inspected = {
  Id: `sha256:${"ab".repeat(32)}`,
  RepoTags: ["team/app:1", 7],
  RepoDigests: null,
  Created: "2026-01-02T03:04:05Z",
  Os: "linux",
  Architecture: "arm64",
  Variant: "v8",
  Size: 1234,
  RootFS: { Type: "layers", Layers: ["sha256:1", "sha256:2"] },
  Config: { User: "app" },
};

/** Answers of an engine; a path that is not there is 404 with the engine's own words. */
type Answers = Record<string, (response: http.ServerResponse) => void>;

const json = (value: unknown) => (response: http.ServerResponse) =>
  void response.end(JSON.stringify(value));

/** An engine on a socket of its own, and a client of it. */
async function setUp(answers: Answers = {}, options: EngineOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  const path = join(folder, "docker.sock");
  const paths: string[] = [];
  const server = http.createServer(handle(answers, paths));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = createEngineClient({ host: `unix://${path}`, timeoutMs: 2000, ...options });
  onTestFinished(async () => {
    await client.close();
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });
  return { client, paths, path };
}

function handle(answers: Answers, paths: string[]): http.RequestListener {
  const known: Answers = {
    "/_ping": (response) => void response.setHeader("api-version", "1.41").end("OK"),
    ...answers,
  };
  return (request, response) => {
    const path = request.url ?? "";
    paths.push(path);
    response.on("error", () => {});
    const answer = known[path];
    if (answer) answer(response);
    else response.writeHead(404).end(JSON.stringify({ message: "No such image: \u001b[2Jx" }));
  };
}

async function failureOf(work: Promise<unknown>, code: ErrorCode): Promise<PlimsollError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PlimsollError);
  expect((error as PlimsollError).code).toBe(code);
  return error as PlimsollError;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe("the engine's client", () => {
  it("agrees on the engine's API version once, and uses it", async () => {
    const { client, paths } = await setUp({ "/v1.41/version": json({ Version: "20.10" }) });
    expect(await client.ping()).toEqual({ apiVersion: "1.41" });
    await client.version();
    await client.version();
    expect(paths).toEqual(["/_ping", "/v1.41/version", "/v1.41/version"]);
  });

  it("tells the engine's version and parts", async () => {
    const answer = {
      Version: "5.0.0",
      ApiVersion: "1.41",
      Os: "linux",
      Arch: "amd64",
      Components: [{ Name: "Podman Engine", Version: "5.0.0" }, null],
    };
    const { client } = await setUp({ "/v1.41/version": json(answer) });
    expect(await client.version()).toEqual({
      version: "5.0.0",
      apiVersion: "1.41",
      os: "linux",
      architecture: "amd64",
      components: [{ name: "Podman Engine", version: "5.0.0" }],
    });
  });

  it("describes an image, whatever is missing or odd", async () => {
    const { client } = await setUp({
      "/v1.41/images/team/app:1/json": json(inspected),
      "/v1.41/images/odd/json": json({ Id: "x", RootFS: [], Size: "big" }),
    });
    expect(await client.inspectImage("team/app:1")).toEqual({
      id: inspected.Id,
      repoTags: ["team/app:1"],
      repoDigests: [],
      created: "2026-01-02T03:04:05Z",
      os: "linux",
      architecture: "arm64",
      variant: "v8",
      sizeBytes: 1234,
      diffIds: ["sha256:1", "sha256:2"],
      raw: inspected,
    });
    expect(await client.inspectImage("odd")).toMatchObject({ sizeBytes: 0, diffIds: [], os: "" });
  });

  it("names the image that the engine does not have", async () => {
    const { client } = await setUp();
    for (const work of [client.inspectImage("gone:1"), collect(client.exportImage("gone:1"))]) {
      const error = await failureOf(work, "NOT_FOUND");
      expect(error.subject).toBe("gone:1");
      expect(error.message).toBe(
        "The engine does not have the image (the engine says: No such image: [2Jx)",
      );
    }
  });

  it.each([
    "",
    "../containers/x",
    "a/../../b",
    "a//b",
    "a?b",
    "a#b",
    "a b",
    "-x",
    "a\n",
    "a%2fb",
    "x".repeat(2000),
  ])("sends nothing for the name %j", async (name) => {
    const { client, paths } = await setUp();
    await failureOf(client.inspectImage(name), "INVALID_REFERENCE");
    await failureOf(collect(client.exportImage(name)), "INVALID_REFERENCE");
    expect(paths).toEqual([]);
  });

  it("streams an image's archive and tells of its progress", async () => {
    const archive = Buffer.alloc(3_000_000, 7);
    const { client } = await setUp({
      "/v1.41/images/app/get": (response) => void response.end(archive),
    });
    const seen: (number | undefined)[] = [];
    const got = await collect(
      client.exportImage("app", { progress: ({ done }) => seen.push(done) }),
    );
    expect(got.equals(archive)).toBe(true);
    expect(seen.at(-1)).toBe(archive.length);
  });

  it("reports an archive that breaks off", async () => {
    const { client } = await setUp({
      "/v1.41/images/app/get": (response) => void response.write("part", () => response.destroy()),
    });
    await failureOf(collect(client.exportImage("app")), "UNREACHABLE");
  });

  it("stops when the engine hangs, before or in an answer", async () => {
    const answers: Answers = {
      "/v1.41/version": () => {},
      "/v1.41/images/a/json": (response) => void response.write("{"),
      "/v1.41/images/a/get": (response) => void response.write("x"),
    };
    const { client } = await setUp(answers, { timeoutMs: 50 });
    await failureOf(client.version(), "TIMEOUT");
    await failureOf(client.inspectImage("a"), "TIMEOUT");
    expect((await failureOf(collect(client.exportImage("a")), "TIMEOUT")).message).toContain(
      "0.5 s",
    );
  });

  it("stops when its caller says so", async () => {
    const { client } = await setUp({ "/v1.41/version": () => {} });
    await failureOf(client.version({ signal: AbortSignal.abort() }), "ABORTED");
    await failureOf(client.version({ signal: AbortSignal.timeout(50) }), "ABORTED");
  });

  it("keeps no more than 16 MiB of an answer", async () => {
    const { client } = await setUp({
      "/v1.41/version": (response) => void response.end(Buffer.alloc(17_000_000)),
    });
    await failureOf(client.version(), "LIMIT_EXCEEDED");
  });

  it.each([
    ["text", "SERVER_ERROR"],
    ["[]", "SERVER_ERROR"],
    ["{}", "SERVER_ERROR"],
  ] as const)("does not take %s for an image", async (body, code) => {
    const { client } = await setUp({
      "/v1.41/images/a/json": (response) => void response.end(body),
    });
    await failureOf(client.inspectImage("a"), code);
  });

  it("tells refusals and failures apart", async () => {
    const { client } = await setUp({
      "/v1.41/images/a/json": (response) =>
        void response.writeHead(403).end('{"message":"denied by policy"}'),
      "/v1.41/images/b/json": (response) => void response.writeHead(500).end("<html>"),
    });
    expect((await failureOf(client.inspectImage("a"), "FORBIDDEN")).message).toContain(
      "denied by policy",
    );
    expect((await failureOf(client.inspectImage("b"), "SERVER_ERROR")).message).toContain(
      "status 500",
    );
  });
});

describe("finding the engine", () => {
  it("says what to do where none listens, and finds it once it is started", async () => {
    const folder = await mkdtemp(join(tmpdir(), "engine-"));
    const path = join(folder, "docker.sock");
    const client = createEngineClient({ host: `unix://${path}` });
    const error = await failureOf(client.ping(), "UNREACHABLE");
    expect(error.subject).toBe(`unix://${path}`);
    expect(error.action).toContain("DOCKER_HOST");
    const server = http.createServer(handle({}, []));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    expect(await client.ping()).toEqual({ apiVersion: "1.41" });
    await client.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  it("follows DOCKER_HOST", async () => {
    const { path } = await setUp();
    vi.stubEnv("DOCKER_HOST", `unix://${path}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const client = createEngineClient();
    expect(await client.ping()).toEqual({ apiVersion: "1.41" });
    await client.close();
  });

  it("looks for Podman's socket of the user", async () => {
    const { path } = await setUp();
    vi.stubEnv("DOCKER_HOST", "");
    vi.stubEnv("XDG_RUNTIME_DIR", join(path, ".."));
    onTestFinished(() => void vi.unstubAllEnvs());
    const client = createEngineClient();
    const { apiVersion } = await client.ping();
    expect(apiVersion).toMatch(/^1\.\d+$/);
    await client.close();
  });

  it("over TCP with TLS verifies the engine's certificate", async () => {
    const own = createCertificate();
    const server = https.createServer(own, handle({}, []));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createEngineClient({ host, tls: { ca: own.cert } });
    expect(await client.ping()).toEqual({ apiVersion: "1.41" });
    const wary = createEngineClient({ host, tls: { ca: createCertificate().cert } });
    expect((await failureOf(wary.ping(), "UNREACHABLE")).action).toContain("ca.pem");
    const plain = createEngineClient({ host });
    await failureOf(plain.ping(), "UNREACHABLE");
    await Promise.all([client, wary, plain].map((each) => each.close()));
    server.close();
    server.closeAllConnections();
  });
});
