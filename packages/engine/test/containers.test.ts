import { mkdtemp, rm } from "node:fs/promises";
import * as http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngineClient } from "../src/index.ts";

const id = "ab".repeat(32);

/** An engine that answers with this JSON, by path below the API's version. */
async function engineWith(answers: Record<string, unknown>) {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  const path = join(folder, "docker.sock");
  const server = http.createServer(({ url = "" }, response) => {
    const answer = answers[url.replace("/v1.41", "")];
    response.setHeader("api-version", "1.41");
    if (url === "/_ping") response.end("OK");
    else if (answer === undefined) response.writeHead(404).end('{"message":"No such container"}');
    else response.end(answer instanceof Buffer ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const client = createEngineClient({ host: `unix://${path}` });
  onTestFinished(async () => {
    await client.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });
  return client;
}

describe("the containers of an engine", () => {
  it("are described, whatever is missing or odd", async () => {
    const config = { Image: "shop:1", User: "app" };
    const shop = {
      Id: id,
      Name: "/shop",
      Image: `sha256:${"cd".repeat(32)}`,
      Created: "2026-01-02T03:04:05Z",
      State: { Status: "running" },
      Config: config,
    };
    const client = await engineWith({
      "/containers/shop/json": shop,
      "/containers/podman/json": { Id: id, Image: "ef".repeat(32) },
      "/containers/odd/json": { Id: "x" },
    });
    expect(await client.inspectContainer("shop")).toEqual({
      id,
      name: "shop",
      imageId: shop.Image,
      imageName: "shop:1",
      created: shop.Created,
      status: "running",
      config,
      raw: shop,
    });
    const podman = await client.inspectContainer("podman");
    expect(podman).toMatchObject({ imageId: `sha256:${"ef".repeat(32)}`, name: "", status: "" });
    await expect(client.inspectContainer("odd")).rejects.toMatchObject({ code: "SERVER_ERROR" });
    await expect(client.inspectContainer("no")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are listed by their names, or without one by their IDs", async () => {
    const client = await engineWith({
      "/containers/json?all=1": [{ Id: id, Names: ["/shop", "/web/link"] }, { Id: id }, 7],
    });
    expect(await client.listContainers()).toEqual(["shop", "abababababab"]);
  });

  it("tell what they changed", async () => {
    const changes = [
      { Path: "/etc", Kind: 0 },
      { Path: "/etc/new", Kind: 1 },
      { Path: "/etc/old", Kind: 2 },
      { Path: "/etc/odd", Kind: 9 },
      { Path: "relative", Kind: 1 },
    ];
    const client = await engineWith({
      "/containers/shop/changes": changes,
      "/containers/idle/changes": null,
      "/containers/odd/changes": {},
    });
    expect(await client.listContainerChanges("shop")).toEqual([
      { path: "/etc", kind: "modified" },
      { path: "/etc/new", kind: "added" },
      { path: "/etc/old", kind: "deleted" },
    ]);
    expect(await client.listContainerChanges("idle")).toEqual([]);
    await expect(client.listContainerChanges("odd")).rejects.toMatchObject({
      code: "SERVER_ERROR",
    });
  });

  it("are streamed", async () => {
    const archive = Buffer.alloc(300_000, 7);
    const client = await engineWith({ "/containers/shop/export": archive });
    const chunks: Uint8Array[] = [];
    for await (const chunk of client.exportContainer("shop")) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(archive)).toBe(true);
  });

  it.each(["", "../images/x", "a/b", "a?b", "-x", "a b", "x".repeat(300)])(
    "are not asked for by the name %j",
    async (name) => {
      const client = await engineWith({});
      const refusal = { code: "INVALID_REFERENCE" };
      await expect(client.inspectContainer(name)).rejects.toMatchObject(refusal);
      await expect(client.listContainerChanges(name)).rejects.toMatchObject(refusal);
      await expect(
        client.exportContainer(name)[Symbol.asyncIterator]().next(),
      ).rejects.toMatchObject(refusal);
    },
  );
});
