import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bunzip2 } from "../../src/feeds/bzip2.ts";
import { type FeedLimits, feedLimits } from "../../src/feeds/limits.ts";
import { readFeed } from "../../src/feeds/read-feed.ts";
import { checkWhole } from "../../src/feeds/whole.ts";
import { temporaryFolder } from "../support.ts";

// Made by GNU tar 1.35 and bzip2 1.0.8: two records, one with a long name, and a README.
const gnuTar =
  "QlpoOTFBWSZTWVY/EDIAATl/hM+QQEBQAf+QdgZbCHe5n0oAAJAIMAD5ShJKIDQBpoaAGgDEYhpoYAAAAAaDQBoBoBFIQFNGj0hpkaaA0AaA0ybvodevp4jKaeNttGG3GSBIvVRq5s8oklxviUgzuEEGbOVDcplGBAkofxsmtB+xkPsbSk4RVQywwW4mBmcV5YsnF9IQd+0ccjkCQWkMi5MwSvL0nEoDvJSSiUnqyBqnbVYETJ6UpOXVgFYYgrrSMCwmNhFEsrTEEktiyZ5GKNUc8cl+eSV55j0wDmwTqcGVBOCoFNUVNzmfJ+g7Srm0q9waA+g4DsHabhqByXDuGzhcZJAP8XckU4UJBWPxAyA=";
const paxTar =
  "QlpoOTFBWSZTWaI5lrQAANV/kM+QEEBQAf/yNl7TCH9z3koMABgIQAHcHFFHNMTAAmACYAATAAEw5piYAEwATAACYAAmCKUyEI0ZAaDQANNqaBppoyGQRSKnqNiNQ9TQ9QGgGgBoBoaHqXmcSXrk2fCc7T6S42WoK0gkkaywEVoAE690lK6URpZ0wJQBSSBJpvCajjIN5pEpVSAEpTQWSE16AChXDJLTIaDk5aMSuYuw0/cASOOc4nEEcTYluOomIM1a0kCD29nXw9nd4+OaVSdKQK2CQjiEsWRKwA64YhymUKJWK65CViTMivD0XAx5FasVi0gSuLttURAXkmW6CaspRLGJtRDMSukKQKJSri1eqSdM7qpIZTAqAKYEiavKUlU2kS1Kq6X1a1aBJ0iYEyGpCNoFIk4qmQAVK6RUrSrbVkrkMyuejCR3HubOUsSjNGUg41iUA0GwmIT8wJ2JWNTDJKvsgSxNKudJKaFPNLf8atdGnFOc7+AhXpdtW8mpyugSgSW6JkTpTYTTT+bxMAl1QlN+5AQEkvExJjmkFphRf8XckU4UJCiOZa0A";
/** 2 000 003 zero bytes in blocks of 100 000; and two streams, "plimsoll " and "line". */
const zeros = "QlpoMTFBWSZTWYpX018AD1HQAMAAEAAACCAAMMwJqmmKkhtVKSHi7kinChIRSvpr4A==";
const joined =
  "QlpoOTFBWSZTWeSvum4AAAORgEAAACbIACAAMQwBBptC0HCUXckU4UJDkr7puEJaaDkxQVkmU1lxJlLSAAABAQACJSAAIZpoM00XPF3JFOFCQcSZS0g=";
const bytesOf = (base64: string) => Buffer.from(base64, "base64");

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decompress(bytes: Buffer, size = 100): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of bunzip2(inPieces(bytes, size))) all.push(chunk);
  return Buffer.concat(all);
}

async function idsOf(name: string, content: Buffer, limits: Partial<FeedLimits> = {}) {
  const folder = await temporaryFolder();
  const path = join(folder, name);
  await writeFile(path, content);
  const found: string[] = [];
  const options = { temporary: folder, limits: { ...feedLimits, ...limits } };
  for await (const item of readFeed(path, options)) {
    found.push("value" in item ? (item.value as { id: string }).id : "broken");
  }
  return found;
}

describe("bzip2", () => {
  it("is read whole, in blocks and joined streams, whatever its pieces are", async () => {
    for (const size of [1, 7, 1_000_000]) {
      const found = await decompress(bytesOf(zeros), size);
      expect(found.equals(Buffer.alloc(2_000_003))).toBe(true);
      expect((await decompress(bytesOf(joined), size)).toString()).toBe("plimsoll line");
    }
    expect(await decompress(bytesOf("QlpoORdyRThQkAAAAAA="))).toHaveLength(0);
  });

  it("that is cut or changed is an error, and never other bytes", async () => {
    const whole = bytesOf(gnuTar);
    const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const expected = digest(await decompress(whole));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, change, isCut) => {
          const bytes = isCut ? whole.subarray(0, at) : Buffer.from(whole);
          if (!isCut) bytes[at]! ^= change;
          const found = await decompress(bytes).then(digest, (error) => error.code);
          // Bits that pad the end say nothing, and a lower level may still be enough.
          expect(["MALFORMED", expected]).toContain(found);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("a feed", () => {
  it("may be a tar archive in gzip, bzip2, zstd or plain, with long names of either kind", async () => {
    const tar = await decompress(bytesOf(gnuTar));
    for (const [name, content] of [
      ["a.tar.bz2", bytesOf(gnuTar)],
      ["b.tar.bz2", bytesOf(paxTar)],
      ["a.tar", tar],
      ["a.tar.gz", gzipSync(tar)],
      ["a.tgz", gzipSync(tar)],
      ["a.tar.zst", zstdCompressSync(tar)],
    ] as const) {
      expect(await idsOf(name, content), name).toEqual(["A", "B"]);
    }
    expect(await idsOf("a.jsonl.zst", zstdCompressSync('{"id":"A"}\n{"id":"B"}\n'))).toEqual([
      "A",
      "B",
    ]);
  });

  it("has bounds as an archive", async () => {
    const tar = bytesOf(gnuTar);
    await expect(idsOf("a.tar.bz2", tar, { inflatedBytes: 4096 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    await expect(idsOf("a.tar.bz2", tar, { files: 1 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
    });
    expect(await idsOf("a.tar.bz2", tar, { recordBytes: 4 })).toEqual(["broken", "broken"]);
    await expect(idsOf("a.tar", Buffer.alloc(600, "x"))).rejects.toMatchObject({
      code: "MALFORMED",
    });
  });

  it("is read to an end or an error as a tar archive, whatever it holds", async () => {
    const tar = await decompress(bytesOf(paxTar));
    await fc.assert(
      fc.asyncProperty(fc.nat(tar.length - 1), fc.nat(255), async (at, value) => {
        const bytes = Buffer.from(tar.subarray(0, tar.length - (value % 3) * 512));
        if (at < bytes.length) bytes[at] = value;
        const found = await idsOf("a.tar", bytes).catch((error) => [error.code]);
        for (const one of found) expect(["A", "B", "broken", "MALFORMED"]).toContain(one);
      }),
      { numRuns: 100 },
    );
  });

  it("that was cut on its way is noticed before it takes the place of an older one", async () => {
    const folder = await temporaryFolder();
    for (const [name, whole] of [
      ["a.xml.bz2", bytesOf(gnuTar)],
      ["a.tar.zst", zstdCompressSync(bytesOf(paxTar))],
    ] as const) {
      const path = join(folder, "part");
      await writeFile(path, whole);
      await checkWhole(path, name, name);
      await writeFile(path, whole.subarray(0, -9));
      await expect(checkWhole(path, name, name)).rejects.toMatchObject({ code: "MALFORMED" });
    }
  });
});
