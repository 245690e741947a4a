import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { downloadFeed } from "../../src/feeds/download.ts";
import { type FeedLimits, feedLimits } from "../../src/feeds/limits.ts";
import { buildAdvisories } from "../../src/index.ts";
import { osv, temporaryFolder, zip } from "../support.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server whose answers can be changed, and what it was asked. */
async function serve(first: Handler) {
  const asked: IncomingMessage["headers"][] = [];
  const state = { handler: first };
  const server = createServer((request, response) => {
    asked.push(request.headers);
    state.handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const answer = (handler: Handler) => {
    state.handler = handler;
  };
  return { url: `http://127.0.0.1:${port}/all.json?token=secret`, asked, answer };
}

const day = "Thu, 05 Mar 2026 10:00:00 GMT";
const send =
  (body: string | Buffer, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(body), ...headers }).end(body);
  };
const unchanged: Handler = (_, response) => {
  response.writeHead(304).end();
};
const fail: Handler = (_, response) => {
  response.writeHead(503).end();
};

/** The first half of a body, then the end of the connection. */
const sendHalf =
  (body: string, headers: Record<string, string>): Handler =>
  (_, response) => {
    response.writeHead(200, { "content-length": Buffer.byteLength(body), ...headers });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };

async function keep() {
  const [temporary, cache] = [await temporaryFolder(), await temporaryFolder()];
  const fetch = async (url: string, limits: Partial<FeedLimits> = {}) => {
    const fetched = await downloadFeed(url, { temporary, cache }, { ...feedLimits, ...limits }, {});
    return { ...fetched, text: await readFile(fetched.path, "utf8") };
  };
  return { fetch, cache };
}

describe("a folder of feeds", () => {
  it("does not fetch again what did not change", async () => {
    const { url, asked, answer } = await serve(send("[1]", { etag: '"a"', "last-modified": day }));
    const { fetch, cache } = await keep();
    expect(await fetch(url)).toMatchObject({ text: "[1]", date: "2026-03-05T10:00:00.000Z" });
    answer(unchanged);
    expect(await fetch(url)).toMatchObject({ text: "[1]", date: "2026-03-05T10:00:00.000Z" });
    expect(asked[1]).toMatchObject({ "if-none-match": '"a"', "if-modified-since": day });
    answer(send("[2]", { etag: '"b"' }));
    expect(await fetch(url)).toMatchObject({ text: "[2]", date: "" });
    const names = await readdir(cache);
    expect(names).toHaveLength(2);
    const about = names.find((name) => name.endsWith(".about.json"))!;
    expect(await readFile(join(cache, about), "utf8")).not.toContain("secret");
  });

  it("goes on where a download was interrupted", async () => {
    const body = JSON.stringify("x".repeat(100_000).split(""));
    const { url, asked, answer } = await serve(sendHalf(body, { etag: '"a"' }));
    const { fetch } = await keep();
    await expect(fetch(url)).rejects.toMatchObject({ code: "UNREACHABLE" });
    answer((request, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(String(request.headers.range))![1]);
      const rest = Buffer.from(body).subarray(start);
      const range = `bytes ${start}-${body.length - 1}/${body.length}`;
      const headers = { "content-range": range, "content-length": rest.length, etag: '"a"' };
      response.writeHead(206, headers).end(rest);
    });
    expect((await fetch(url)).text).toBe(body);
    expect(asked[1]).toMatchObject({ "if-range": '"a"', "accept-encoding": "identity" });
    expect(Number(String(asked[1]!.range).slice("bytes=".length, -1))).toBeGreaterThan(0);
    answer(unchanged);
    expect((await fetch(url)).text).toBe(body);
    expect(asked[2]).not.toHaveProperty("range");
  });

  it("starts anew when the feed changed meanwhile, or the server does not know the part", async () => {
    const old = JSON.stringify("x".repeat(10_000).split(""));
    const { url, answer } = await serve(sendHalf(old, { etag: '"a"' }));
    const { fetch } = await keep();
    await expect(fetch(url)).rejects.toMatchObject({ code: "UNREACHABLE" });
    answer(send("[2]", { etag: '"b"' }));
    expect((await fetch(url)).text).toBe("[2]");

    answer(sendHalf(old, { etag: '"c"' }));
    expect((await fetch(url)).stale).toMatchObject({ code: "UNREACHABLE" });
    answer((request, response) => {
      if (request.headers.range !== undefined) response.writeHead(416).end();
      else send("[3]", { etag: '"d"' })(request, response);
    });
    expect((await fetch(url)).text).toBe("[3]");
  });

  it.each([
    ["the rest of something else", "bytes 5000-5999/10000", '"b"'],
    ["another part", "bytes 7-9/10", '"a"'],
    ["a part without saying which", "", '"a"'],
  ])("starts anew when the server sends %s", async (_, range, etag) => {
    const old = JSON.stringify("x".repeat(10_000).split(""));
    const { url, answer } = await serve(sendHalf(old, { etag: '"a"' }));
    const { fetch } = await keep();
    await expect(fetch(url)).rejects.toMatchObject({ code: "UNREACHABLE" });
    answer((request, response) => {
      if (request.headers.range === undefined) return send("[2]")(request, response);
      const start = String(request.headers.range).slice("bytes=".length, -1);
      const headers = { "content-range": range.replace("5000", start), etag };
      response.writeHead(206, headers).end("]");
    });
    expect((await fetch(url)).text).toBe("[2]");
  });

  it("does not ask for the rest of what came compressed, nor without a validator", async () => {
    const body = gzipSync(JSON.stringify("xyz".repeat(50_000).split("")), { level: 0 });
    const half: Handler = (_, response) => {
      const headers = { "content-encoding": "gzip", etag: '"a"', "content-length": body.length };
      response.writeHead(200, headers);
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    };
    const { url, asked, answer } = await serve(half);
    const { fetch } = await keep();
    await expect(fetch(url)).rejects.toMatchObject({ code: "UNREACHABLE" });
    answer(sendHalf("[1234567890]", {}));
    await expect(fetch(url)).rejects.toMatchObject({ code: "UNREACHABLE" });
    answer(send("[1]"));
    expect((await fetch(url)).text).toBe("[1]");
    expect(asked.map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
  });

  it.each<[string, Handler, string]>([
    ["the server fails", fail, "SERVER_ERROR"],
    ["the download breaks off", sendHalf("[1234567890]", { etag: '"x"' }), "UNREACHABLE"],
    ["a page for people comes", send("<!DOCTYPE html><p>Log in"), "MALFORMED"],
    ["half of it comes as if it were all", send("[1, 2, "), "MALFORMED"],
    ["nothing comes", send(""), "MALFORMED"],
    ["it is larger than allowed", send(`[${" ".repeat(2_000)}]`), "LIMIT_EXCEEDED"],
  ])("keeps the good copy when %s, and says so", async (_, handler, code) => {
    const { url, answer } = await serve(send("[1]", { etag: '"a"', "last-modified": day }));
    const { fetch } = await keep();
    await fetch(url);
    answer(handler);
    const fetched = await fetch(url, { downloadBytes: 1_000 });
    expect(fetched).toMatchObject({ text: "[1]", date: "2026-03-05T10:00:00.000Z" });
    expect(fetched.stale).toMatchObject({ code, why: expect.stringContaining(day) });
    expect(fetched.stale!.what).not.toContain("secret");
    answer(unchanged);
    expect((await fetch(url)).stale).toBeUndefined();
  });

  it("says when the copy was fetched where its server does not date it", async () => {
    const { url, answer } = await serve(send("[1]"));
    const { fetch } = await keep();
    await fetch(url);
    answer(fail);
    const today = new Date().toISOString().slice(0, "2026-01".length);
    expect((await fetch(url)).stale!.why).toContain(`the copy fetched on ${today}`);
  });

  it("says what went wrong when there is no copy", async () => {
    const { url, answer } = await serve(fail);
    const { fetch } = await keep();
    await expect(fetch(url)).rejects.toMatchObject({ code: "SERVER_ERROR" });
    answer(send("[1, "));
    await expect(fetch(url)).rejects.toMatchObject({ code: "MALFORMED" });
    answer(unchanged);
    await expect(fetch(url)).rejects.toMatchObject({ code: "SERVER_ERROR" });
  });

  it("fetches again what somebody damaged in it", async () => {
    const { url, asked, answer } = await serve(send("[1]", { etag: '"a"' }));
    const { fetch, cache } = await keep();
    const { path } = await fetch(url);
    await writeFile(path, "[1], and more");
    expect((await fetch(url)).text).toBe("[1]");
    for (const name of await readdir(cache)) {
      if (name.endsWith(".about.json")) await writeFile(join(cache, name), "{");
    }
    answer(send("[2]"));
    expect((await fetch(url)).text).toBe("[2]");
    expect(asked.some((headers) => headers["if-none-match"] !== undefined)).toBe(false);
  });
});

describe("a build with a folder of feeds", () => {
  it("uses the kept feed when the network fails, and lists it as incomplete", async () => {
    const record = JSON.stringify(osv("A-1", "npm", "a", [{ introduced: "0" }]));
    const body = zip([{ name: "A-1.json", content: record }]);
    const { url, answer } = await serve(send(body, { "last-modified": day }));
    const [folder, feedCache] = [await temporaryFolder(), await temporaryFolder()];
    const build = () => buildAdvisories({ from: [url], out: join(folder, "out"), feedCache });
    const first = await build();
    expect(first.incomplete).toEqual([]);
    // The server says that the feed is newer than its only record.
    expect(first.updated).toBe("2026-03-05T10:00:00.000Z");
    answer(send(body.subarray(0, body.length - 30)));
    const { incomplete, feeds, records } = await build();
    expect(records).toBe(1);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", why: expect.stringContaining(day) }]);
    expect(feeds).toMatchObject([
      { url: url.replace(/\?.*/, ""), date: "2026-03-05T10:00:00.000Z" },
    ]);
  });
});
