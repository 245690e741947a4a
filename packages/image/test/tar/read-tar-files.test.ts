import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTarFiles } from "../../src/tar/read-tar-files.ts";
import { writeTar } from "../../src/writer/write-tar.ts";

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(bytes: Buffer, isPacked: boolean, pieceBytes: number) {
  const files: Record<string, string> = {};
  await readTarFiles(pieces(bytes, pieceBytes), isPacked ? "gzip" : "none", (path) => {
    if (path.endsWith(".skip")) return undefined;
    let text = "";
    return {
      take: (piece) => {
        text += piece.toString("latin1");
      },
      end: () => {
        files[path] = text;
      },
    };
  });
  return files;
}

describe("readTarFiles", () => {
  it("gives every file that is asked for, packed or not, however the archive is cut", async () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\.skip)?$/);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.string({ unit: "grapheme-ascii", maxLength: 1500 }), {
          noNullPrototype: true,
        }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3000 }),
        async (files, isPacked, pieceBytes) => {
          const tar = writeTar(Object.entries(files).map(([path, content]) => ({ path, content })));
          const expected = Object.entries(files).filter(([path]) => !path.endsWith(".skip"));
          const found = await read(isPacked ? gzipSync(tar) : tar, isPacked, pieceBytes);
          expect(found).toEqual(Object.fromEntries(expected));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("says that an archive is cut off, and stops one that grows without measure", async () => {
    const tar = writeTar([{ path: "a", content: "x".repeat(5000) }]);
    await expect(read(tar.subarray(0, 3000), false, 512)).rejects.toMatchObject({
      code: "MALFORMED",
    });
    const bounded = readTarFiles(pieces(tar, 512), "none", () => undefined, { layerBytes: 1000 });
    await expect(bounded).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  });
});
