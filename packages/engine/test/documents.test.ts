import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createEngineClient, locateEngine } from "../src/index.ts";

const exec = "ab".repeat(32);
const answers: Record<string, unknown> = {
  "/v1.41/info": { ID: "one", SecurityOptions: ["name=rootless"] },
  "/v1.41/containers/json?all=1": [{ Id: "a" }, 7],
  "/v1.41/images/json": null,
  "/v1.41/images/debian:12/history": [{ CreatedBy: "RUN id" }],
  [`/v1.41/exec/${exec}/json`]: { ProcessConfig: { privileged: true } },
};

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), "documents-"));
  const path = join(folder, "docker.sock");
  const server = http.createServer((request, response) => {
    if (request.url === "/_ping") response.setHeader("api-version", "1.41").end("OK");
    else if (Object.hasOwn(answers, request.url!))
      response.end(JSON.stringify(answers[request.url!]));
    else response.writeHead(503).end(JSON.stringify({ message: "not a swarm manager" }));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, path };
}

describe("documents of an engine", () => {
  it("come as the engine sends them", async () => {
    const { path } = await setUp();
    const client = createEngineClient({ host: `unix://${path}` });
    expect(await client.readDocument("info")).toEqual(answers["/v1.41/info"]);
    expect(await client.readList("containers")).toEqual([{ Id: "a" }]);
    expect(await client.readList("images")).toEqual([]);
    expect(await client.readHistory("debian:12")).toEqual([{ CreatedBy: "RUN id" }]);
    expect(await client.inspectExec(exec)).toEqual({ ProcessConfig: { privileged: true } });
    await expect(client.readDocument("swarm")).rejects.toMatchObject({ code: "SERVER_ERROR" });
    await expect(client.inspectExec("../info")).rejects.toMatchObject({
      code: "INVALID_REFERENCE",
    });
    await client.close();
  });
});

describe("Docker contexts", () => {
  it("name the engine when nothing else does", async () => {
    const { folder, path } = await setUp();
    vi.stubEnv("DOCKER_HOST", "");
    vi.stubEnv("DOCKER_CONFIG", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const id = createHash("sha256").update("ship").digest("hex");
    await mkdir(join(folder, "contexts", "meta", id), { recursive: true });
    const meta = { Name: "ship", Endpoints: { docker: { Host: `unix://${path}` } } };
    await writeFile(join(folder, "contexts", "meta", id, "meta.json"), JSON.stringify(meta));
    await writeFile(join(folder, "config.json"), JSON.stringify({ currentContext: "ship" }));
    expect((await locateEngine()).address).toEqual({ kind: "socket", path });
    vi.stubEnv("DOCKER_CONTEXT", "none");
    await expect(locateEngine()).rejects.toMatchObject({ code: "NOT_FOUND", subject: "none" });
  });
});
