import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PullCache } from "../../src/pull/cache.ts";
import { findInTar } from "../../src/pull/tar.ts";
import { writeIndexText } from "../../src/shards/index-format.ts";
import { parseIndex } from "../../src/shards/read-index.ts";
import { temporaryFolder } from "../support.ts";
import { published } from "./support.ts";

describe("a table of contents", () => {
  it("is read as it was written, to the byte", async () => {
    const bytes = await readFile(join(await published(), "index.json"));
    expect(writeIndexText(parseIndex(bytes, "index.json"))).toBe(bytes.toString("utf8"));
  });

  it("with any bytes changed is read or refused by a typed error", async () => {
    const bytes = await readFile(join(await published(), "index.json"));
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        expectTyped(() => parseIndex(changed, "x"));
      }),
      { numRuns: 300 },
    );
  });

  it("of any JSON is read or refused by a typed error", () => {
    const head = { format: 2, created: "2026-11-25T00:00:00Z", updated: "" };
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (shards, sources) => {
        const text = JSON.stringify({ ...head, shards, sources });
        expectTyped(() => parseIndex(Buffer.from(text), "x"));
      }),
    );
  });
});

function expectTyped(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PlimsollError);
    expect(["MALFORMED", "UNSUPPORTED"]).toContain((error as PlimsollError).code);
  }
}

describe("an archive of npm", () => {
  it("of any bytes holds a file or does not, and ends", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        const found = findInTar(Buffer.from(bytes), "package/index.json");
        expect(found === undefined || found.length <= bytes.length).toBe(true);
      }),
    );
  });

  it("that claims more than it has gives nothing", () => {
    const header = Buffer.alloc(512);
    header.write("package/index.json", 0);
    header.write("0", 156);
    for (const size of ["77777777777", "-1", "", "x"]) {
      header.fill(0, 124, 136).write(size, 124);
      expect(findInTar(Buffer.concat([header, Buffer.alloc(512)]), "package/index.json")).toBe(
        undefined,
      );
    }
  });
});

describe("what was fetched before", () => {
  it("counts for nothing when it was changed to something else", async () => {
    const folder = await temporaryFolder();
    const cache = new PullCache(folder, ["m"]);
    await cache.writeIndex({ mirror: "m", tag: "t", bytes: Buffer.from("{}") });
    expect(await cache.readIndex()).toEqual({ mirror: "m", tag: "t", bytes: Buffer.from("{}") });
    const state = join(cache.directory!, "current.json");
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await writeFile(state, text);
        expect(await cache.readIndex()).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it("is not kept where nothing can be written, and nothing fails", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const cache = new PullCache(file, ["m"]);
    await cache.writeIndex({ mirror: "m", tag: "t", bytes: Buffer.from("{}") });
    expect(await cache.readIndex()).toBeUndefined();
  });

  it("goes when nobody needs it any more, a day later", async () => {
    const cache = new PullCache(await temporaryFolder(), ["m"]);
    const file = { sha256: "0".repeat(64), bytes: 1 };
    await cache.writeFile("old.json.gz", Buffer.from("x"));
    const index = { format: 2, created: "", updated: "", sources: [], shards: [] };
    const path = join(cache.directory!, "old.json.gz");
    await cache.prune(index, new Date());
    expect(await readFile(path, "utf8")).toBe("x");
    await cache.prune(index, new Date(Date.now() + 2 * 24 * 3_600_000));
    await expect(readFile(path)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await cache.readFile("old.json.gz", file)).toBeUndefined();
  });
});
