import { mkdtemp, rm } from "node:fs/promises";
import * as http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngineClient } from "../src/index.ts";

/** An engine that answers every POST with this, and what it was sent. */
async function setUp(status: number, answer: string) {
  const folder = await mkdtemp(join(tmpdir(), "update-"));
  const path = join(folder, "docker.sock");
  const sent: unknown[] = [];
  const server = http.createServer(async (request, response) => {
    if (request.url === "/_ping") return response.setHeader("api-version", "1.41").end("OK");
    if (request.method === "GET") {
      return response.end(
        '{"memory_stats":{"usage":7},"pids_stats":{"current":3,"limit":1.8e19},"cpu_stats":{}}',
      );
    }
    const chunks = await request.toArray();
    sent.push([request.method, request.url, JSON.parse(Buffer.concat(chunks).toString())]);
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });
  const client = createEngineClient({ host: `unix://${path}` });
  onTestFinished(() => client.close());
  return { client, sent };
}

describe("an update of a container", () => {
  it("is sent as the API wants it, and gives the engine's warnings", async () => {
    const { client, sent } = await setUp(200, '{"Warnings":["no swap"]}');
    expect(await client.updateContainer("web", { PidsLimit: 200 })).toEqual(["no swap"]);
    expect(sent).toEqual([["POST", "/v1.41/containers/web/update", { PidsLimit: 200 }]]);
    await expect(client.updateContainer("../info", {})).rejects.toMatchObject({
      code: "INVALID_REFERENCE",
    });
  });

  it("that the engine refuses is an error with what it says", async () => {
    const { client } = await setUp(500, '{"message":"memory is in use"}');
    await expect(client.updateContainer("web", {})).rejects.toThrow(/memory is in use/);
  });

  it("knows what a container uses now", async () => {
    const { client } = await setUp(200, "");
    expect(await client.readStatistics("web")).toEqual({ memoryBytes: 7, processes: 3 });
  });
});
