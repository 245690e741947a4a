import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FeedItem } from "../../src/feeds/item.ts";
import { type FeedLimits, feedLimits } from "../../src/feeds/limits.ts";
import { readFeed } from "../../src/feeds/read-feed.ts";
import { parseYamlItems } from "../../src/feeds/yaml.ts";
import { readItem } from "../../src/formats/read-item.ts";
import type { RecordReading } from "../../src/records/record.ts";
import { temporaryFolder, zip } from "../support.ts";

async function readAll(from: string, limits: Partial<FeedLimits> = {}, signal?: AbortSignal) {
  const items: FeedItem[] = [];
  const temporary = await temporaryFolder();
  const options = { temporary, limits: { ...feedLimits, ...limits }, signal };
  for await (const item of readFeed(from, options)) items.push(item);
  return items.map((item) => ("value" in item ? (item.value as { id: string }).id : "broken"));
}

it("takes the file of a repository out of what tells its path", async () => {
  const advisory = { gem: "rack", cve: "2022-30122", patched_versions: ["~> 2.0.9"] };
  const item = { where: "gems.jsonl:1", value: { path: "gems/rack/a.yml", advisory } };
  const readings: RecordReading[] = [];
  for await (const reading of readItem(item)) readings.push(reading);
  expect(readings).toMatchObject([{ kind: "advisory", record: { feed: "rubysec" } }]);
});

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a feed", () => {
  const lines = '{"id":"A"}\n\n{"id":"B"}\r\nnot json\n{"id":"C"}';

  it("may hold XML, of which only what a format knows is read", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "a.json"), '{"id":"A"}');
    await writeFile(join(folder, "repomd.xml"), "<repomd/>");
    expect(await readAll(folder)).toEqual(["A", "broken"]);
    await writeFile(join(folder, "b.xml"), "<oval_definitions>");
    const items: FeedItem[] = [];
    const temporary = await temporaryFolder();
    for await (const item of readFeed(folder, { temporary })) items.push(item);
    const stream = items.find((item) => "format" in item);
    expect(stream).toMatchObject({ where: join(folder, "b.xml"), format: { feed: "oval" } });
    await expect(readItem(stream!).next()).rejects.toMatchObject({
      code: "MALFORMED",
      subject: join(folder, "b.xml"),
    });
  });

  it("may be one record, a list of records, or one record a line", async () => {
    expect(await readAll(await file("a.json", '{"id":"A"}'))).toEqual(["A"]);
    expect(await readAll(await file("a.json", '[{"id":"A"},{"id":"B"}]'))).toEqual(["A", "B"]);
    expect(await readAll(await file("a.jsonl", lines))).toEqual(["A", "B", "broken", "C"]);
    expect(await readAll(await file("a.jsonl.gz", gzipSync(lines)))).toHaveLength(4);
  });

  it("may be a zip archive of records", async () => {
    const archive = zip([
      { name: "A.json", content: '{"id":"A"}' },
      { name: "README.md", content: "hello" },
      { name: "deep/B.json", content: '{"id":"B"}' },
      { name: "C.json", content: "{" },
      { name: "all.jsonl", content: lines },
    ]);
    const expected = ["A", "B", "broken", "A", "B", "broken", "C"];
    expect(await readAll(await file("all.zip", archive))).toEqual(expected);
  });

  it("may be YAML: one record, a list, or several documents", async () => {
    expect(await readAll(await file("a.yaml", "id: A\n"))).toEqual(["A"]);
    expect(await readAll(await file("a.yml", "- id: A\n- id: B\n"))).toEqual(["A", "B"]);
    const documents = "---\nid: A\n---\nid: [\n---\nid: B\n";
    expect(await readAll(await file("a.yaml.gz", gzipSync(documents)))).toEqual([
      ...["A", "broken", "B"],
    ]);
    const archive = zip([{ name: "gems/rack/CVE-1.yml", content: "id: C" }]);
    expect(await readAll(await file("all.zip", archive))).toEqual(["C"]);
  });

  it("keeps versions in YAML as they are written", async () => {
    const text = "secfixes:\n  1.10:\n    - 1.20\nfixed: 2\nnone: ~\nday: 2024-01-02\n";
    const items = parseYamlItems(text, "a.yaml");
    expect([...items]).toMatchObject([
      { value: { secfixes: { "1.10": ["1.20"] }, fixed: "2", none: null, day: "2024-01-02" } },
    ]);
  });

  it("may be a folder with subfolders, whose symbolic links are not followed", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "b.json"), '{"id":"B"}');
    await writeFile(join(folder, "a.json"), '{"id":"A"}');
    await writeFile(join(folder, "notes.txt"), "x");
    await writeFile(join(folder, "sources.list"), "deb http://deb.debian.org/debian stable main");
    await writeFile(join(folder, "sub", "c.jsonl"), '{"id":"C"}');
    await symlink(folder, join(folder, "sub", "circle"));
    expect(await readAll(folder)).toEqual(["A", "B", "C"]);
  });

  it("may be a URL, whatever its path ends in when it is a zip archive", async () => {
    const archive = zip([{ name: "A.json", content: '{"id":"A"}' }]);
    const url = await serve((request, response) => {
      response.end(request.url?.startsWith("/npm") ? archive : '{"id":"B"}');
    });
    expect(await readAll(`${url}/npm/download?token=x`)).toEqual(["A"]);
    expect(await readAll(`${url}/b.json`)).toEqual(["B"]);
    expect(await readAll(`${url}/tracker/data/json`)).toEqual(["B"]);
  });
});

describe("a feed that cannot be read", () => {
  it("says that it does not exist, is of no known kind, or is damaged", async () => {
    await expect(readAll("/nowhere/at/all.json")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readAll("http://")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    const text = await file("feed.txt", "A-1");
    await expect(readAll(text)).rejects.toMatchObject({ code: "UNSUPPORTED" });
    const cut = await file("a.jsonl.gz", gzipSync('{"id":"A"}\n'.repeat(1_000)));
    await truncate(cut, 30);
    await expect(readAll(cut)).rejects.toMatchObject({ code: "MALFORMED", subject: cut });
    const broken = await file("all.zip", zip([{ name: "A.json", content: "{}" }]).subarray(0, 60));
    await expect(readAll(broken)).rejects.toMatchObject({ code: "MALFORMED" });
  });

  it("says what the server answered, without the secrets of the URL", async () => {
    const url = await serve((request, response) => {
      response.statusCode = Number(request.url?.slice(1, 4));
      response.end();
    });
    const codes = { 404: "NOT_FOUND", 403: "FORBIDDEN", 429: "RATE_LIMITED", 500: "SERVER_ERROR" };
    for (const [status, code] of Object.entries(codes)) {
      await expect(readAll(`${url}/${status}?token=secret`)).rejects.toMatchObject({
        code,
        subject: `${url}/${status}`,
      });
    }
    await expect(readAll("http://127.0.0.1:1/x.json")).rejects.toMatchObject({
      code: "UNREACHABLE",
    });
  });

  it("is given up when the server stalls, and when the caller cancels", async () => {
    const url = await serve((_, response) => {
      response.write('{"id":');
    });
    await expect(readAll(`${url}/a.json`, { stallMs: 50 })).rejects.toMatchObject({
      code: "TIMEOUT",
    });
    const cancelled = readAll(`${url}/a.json`, {}, AbortSignal.timeout(50));
    await expect(cancelled).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("a hostile feed", () => {
  it("cannot fill the memory with one line, and its other lines are read", async () => {
    const long = await file("a.jsonl", `{"id":"A"}\n"${"x".repeat(5_000)}"\n{"id":"B"}\n`);
    expect(await readAll(long, { recordBytes: 1_000 })).toEqual(["A", "broken", "B"]);
  });

  it("cannot grow without end when it is decompressed", async () => {
    const bomb = await file("a.jsonl.gz", gzipSync(Buffer.alloc(10_000_000, "\n")));
    await expect(readAll(bomb, { inflatedBytes: 1_000_000 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    const json = await file("a.json.gz", gzipSync(Buffer.alloc(10_000_000, " ")));
    await expect(readAll(json, { jsonBytes: 1_000_000 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
  });

  it("cannot grow without end by aliases, or nest too deep, in YAML", async () => {
    const level = (n: number) => `l${n}: &l${n} [${`*l${n - 1},`.repeat(9)}]\n`;
    const laughs = `l0: &l0 [x,x,x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join("")}`;
    expect(await readAll(await file("a.yaml", laughs))).toEqual(["broken"]);
    expect(await readAll(await file("a.yaml", "[".repeat(20_000)))).toEqual(["broken"]);
    const long = readAll(await file("a.yaml", "x".repeat(2_000)), { yamlBytes: 1_000 });
    await expect(long).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("cannot hide a bomb in a zip archive, with its true size or a false one", async () => {
    const entries = [
      { name: "bomb.json", content: Buffer.alloc(1_000_000, " ") },
      { name: "liar.json", content: Buffer.alloc(1_000_000, " "), claimed: 10 },
      { name: "A.json", content: '{"id":"A"}' },
    ];
    const path = await file("all.zip", zip(entries));
    expect(await readAll(path, { recordBytes: 100_000 })).toEqual(["broken", "broken", "A"]);
    await expect(readAll(path, { inflatedBytes: 100_000 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    await expect(readAll(path, { files: 2 })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("cannot be larger than a download may be, nor nest folders without end", async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(100_000, " ")));
    await expect(readAll(`${url}/a.json`, { downloadBytes: 10_000 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    const folder = await temporaryFolder();
    await mkdir(join(folder, "a", "b", "c"), { recursive: true });
    await expect(readAll(folder, { depth: 2 })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    await expect(readAll(folder, { files: 1 })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("may nest JSON as deep as it likes", async () => {
    const depth = 100_000;
    const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(await readAll(await file("a.jsonl", `{"id":"A","x":${deep}}`))).toEqual(["A"]);
  });
});
