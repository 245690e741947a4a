// The engine's client against a real engine, given by the environment:
//   PLIMSOLL_TEST_DOCKER_HOST   as DOCKER_HOST, e.g. unix:///var/run/docker.sock
import { createHash } from "node:crypto";
import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPlimsollError } from "../../packages/core/src/index.ts";
import { createEngineClient, type EngineClient } from "../../packages/engine/src/index.ts";

const host = process.env.PLIMSOLL_TEST_DOCKER_HOST;
const socketPath = host?.startsWith("unix://") ? host.slice("unix://".length) : undefined;
if (!host) console.log("skipped: PLIMSOLL_TEST_DOCKER_HOST names no engine (unix:///path)");
else if (!socketPath) console.log("skipped: PLIMSOLL_TEST_DOCKER_HOST is not a unix:// address");

const name = "plimsoll-test/engine:1";
const content = "a file of the engine's test\n";

describe.skipIf(!socketPath)("a real engine", () => {
  let client: EngineClient;
  beforeAll(async () => {
    client = createEngineClient({ host: host! });
    // `docker import`: an image with one layer, made from a tar.
    await send(
      "POST",
      "/images/create?fromSrc=-&repo=plimsoll-test/engine&tag=1",
      createTar("note.txt", content),
    );
  });
  afterAll(async () => {
    await send("DELETE", `/images/${name}`);
    await client.close();
  });

  it("agrees on an API version and tells its own", async () => {
    const { apiVersion } = await client.ping();
    expect(apiVersion).toMatch(/^1\.\d+$/);
    const version = await client.version();
    expect(version.version).not.toBe("");
    expect(version.os).toBe("linux");
  });

  it("describes an image", async () => {
    const image = await client.inspectImage(name);
    expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(image.repoTags).toContain(name);
    expect(image.diffIds).toHaveLength(1);
    expect((await client.inspectImage(image.id)).id).toBe(image.id);
  });

  it("exports an image whose layer has the digest that it told", async () => {
    const { diffIds } = await client.inspectImage(name);
    const chunks: Uint8Array[] = [];
    for await (const chunk of client.exportImage(name)) chunks.push(chunk);
    // Docker's containerd store exports layers as they are stored: compressed.
    const digests = readTar(Buffer.concat(chunks)).map((file) =>
      createHash("sha256")
        .update(file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file)
        .digest("hex"),
    );
    expect(digests).toContain(diffIds[0]!.replace("sha256:", ""));
  });

  it("says that it does not have an image", async () => {
    const error = await client
      .inspectImage("plimsoll-test/none:1")
      .catch((thrown: unknown) => thrown);
    expect(isPlimsollError(error) && error.code).toBe("NOT_FOUND");
  });
});

function send(method: string, path: string, body?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({
      socketPath: socketPath!,
      method,
      path,
      headers: { "content-type": "application/x-tar" },
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      response.resume().on("end", resolve);
    });
    sent.end(body);
  });
}

/** A tar of one file (POSIX ustar). */
function createTar(path: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${text.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        0", 148);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
  body.write(text);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}

/** The contents of a tar's files. */
function readTar(tar: Buffer): Buffer[] {
  const files: Buffer[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
    files.push(tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
