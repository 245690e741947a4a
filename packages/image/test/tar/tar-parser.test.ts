import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeTar } from "../../src/index.ts";
import { block, octal, pax, rawHeader, readTar, zeros } from "../support/tar.ts";

const paths = (...chunks: Buffer[]) => readTar(chunks).entries.map(({ path }) => path);
const codeOf = (read: () => unknown) => {
  try {
    read();
    return undefined;
  } catch (error) {
    return isPlimsollError(error) ? error.code : error;
  }
};

describe("reading tar", () => {
  it("reads version 7 headers, in which a slash makes a directory", () => {
    const archive = Buffer.concat([
      rawHeader({ path: "etc/", typeflag: "\0", magic: "" }),
      rawHeader({ path: "etc/passwd", typeflag: "\0", magic: "", size: octal(3) }),
      block("abc"),
      zeros,
    ]);
    expect(readTar([archive]).entries).toEqual([
      { path: "etc", entry: "directory 644 0 0 0", content: "" },
      { path: "etc/passwd", entry: "file 644 0 0 3", content: "abc" },
    ]);
  });

  it("joins ustar's prefix, and leaves old GNU's fields alone", () => {
    expect(paths(rawHeader({ path: "name", prefix: "a/long/prefix" }))).toEqual([
      "a/long/prefix/name",
    ]);
    expect(paths(rawHeader({ path: "name", prefix: "1234", magic: "ustar  \0" }))).toEqual([
      "name",
    ]);
  });

  it("takes names and numbers from PAX headers, for the next entry alone", () => {
    const header = pax({ path: "näme", linkpath: "targét", uid: "3000000", gid: "7" });
    const archive = [header, rawHeader({ typeflag: "2" }), rawHeader({ path: "next" }), zeros];
    expect(readTar(archive).entries.map(({ path, entry }) => `${path} ${entry}`)).toEqual([
      "näme symlink 644 3000000 7 0 targét",
      "next file 644 0 0 0",
    ]);
  });

  it("believes the PAX size, not the header's", () => {
    const archive = [pax({ size: "5" }), rawHeader({}), block("hello"), rawHeader({ path: "b" })];
    expect(readTar(archive).entries.map(({ content }) => content)).toEqual(["hello", ""]);
  });

  it("passes over global headers", () => {
    expect(paths(pax({ path: "everywhere" }, "g"), rawHeader({ path: "own" }))).toEqual(["own"]);
  });

  it("reads extended attributes byte by byte", () => {
    const capability = Buffer.from("0100000200040000000000000000000000000000", "hex");
    const archive = writeTar([{ path: "ping", xattrs: { "security.capability": capability } }]);
    expect(readTar([archive]).entries[0]?.entry).toBe(
      `file 644 0 0 0  security.capability=${capability.toString("hex")}`,
    );
  });

  it("reads GNU long names and long link targets", () => {
    const long = `${"d/".repeat(150)}name`;
    const archive = [
      rawHeader({ typeflag: "L", size: octal(long.length + 1) }),
      block(`${long}\0`),
      rawHeader({ typeflag: "K", size: octal(long.length + 1) }),
      block(`${long}\0`),
      rawHeader({ path: "cut", typeflag: "1", linkPath: "cut" }),
      zeros,
    ];
    expect(readTar(archive).entries).toEqual([
      { path: long, entry: `hardlink 644 0 0 0 ${long}`, content: "" },
    ]);
  });

  it("reads base-256 sizes, and refuses negative and absurd ones", () => {
    const size = Buffer.alloc(12);
    size[0] = 0x80;
    size[11] = 4;
    expect(readTar([rawHeader({ size }), block("four")]).entries[0]?.content).toBe("four");
    expect(codeOf(() => readTar([rawHeader({ size: Buffer.alloc(12, 0xff) })]))).toBe("MALFORMED");
    const huge = Buffer.alloc(12, 0xff);
    huge[0] = 0x80;
    expect(codeOf(() => readTar([rawHeader({ size: huge })]))).toBe("MALFORMED");
    expect(codeOf(() => readTar([rawHeader({ size: "-0000000001\0" })]))).toBe("MALFORMED");
  });

  it("gives links, directories and devices no content, whatever they claim", () => {
    const archive = [
      rawHeader({ path: "l", typeflag: "2", size: octal(512) }),
      rawHeader({ path: "f" }),
    ];
    expect(paths(...archive)).toEqual(["l", "f"]);
  });

  it("passes over types that are no files, with their content", () => {
    const archive = [
      rawHeader({ typeflag: "V", size: octal(3) }),
      block("abc"),
      rawHeader({ path: "f" }),
    ];
    expect(paths(...archive)).toEqual(["f"]);
  });

  it("refuses a wrong checksum, and accepts a signed one", () => {
    const wrong = rawHeader({});
    wrong[0] = 0x7a;
    expect(codeOf(() => readTar([wrong]))).toBe("MALFORMED");
    const signed = rawHeader({ path: "\xff\xff" });
    let sum = 256;
    signed.forEach((byte, i) => {
      if (i < 148 || i >= 156) sum += (byte << 24) >> 24;
    });
    signed.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    expect(readTar([signed]).entries).toHaveLength(1);
  });

  it("normalises paths, and reports those that lead out of the image", () => {
    const names = ["./a//b/./c", "/etc/passwd", "a/../b", "../../etc/shadow", "./"];
    const { entries, problems } = readTar([writeTar(names.map((path) => ({ path })))]);
    expect(entries.map(({ path }) => path)).toEqual(["a/b/c", "etc/passwd", "b"]);
    expect(problems).toEqual(["MALFORMED ../../etc/shadow: its path leads out of the image"]);
  });

  it("passes over entries with overlong paths, deep paths and oversized headers, and goes on", () => {
    const archive = writeTar([
      { path: "x".repeat(5000) },
      { path: "d/".repeat(300) },
      { path: "y", xattrs: { user: Buffer.alloc(2 << 20) } },
      { path: "good" },
    ]);
    const { entries, problems } = readTar([archive]);
    expect(entries.map(({ path }) => path)).toEqual(["good"]);
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(
      Array(3).fill("LIMIT_EXCEEDED"),
    );
  });

  it("refuses endless extended headers", () => {
    const archive = Array.from({ length: 20 }, () => pax({ comment: "again" }));
    expect(codeOf(() => readTar(archive))).toBe("MALFORMED");
  });

  it("says that an archive is cut off", () => {
    const archive = writeTar([{ path: "a", content: "x".repeat(2000) }]);
    expect(codeOf(() => readTar([archive.subarray(0, 1500)]))).toBe("MALFORMED");
    expect(codeOf(() => readTar([archive.subarray(0, 300)]))).toBe("MALFORMED");
  });

  it("does not miss the closing zeros, and reads nothing behind them", () => {
    expect(paths(rawHeader({ path: "a" }))).toEqual(["a"]);
    expect(paths(rawHeader({ path: "a" }), zeros, rawHeader({ path: "hidden" }))).toEqual(["a"]);
  });

  it("hands out only the leading bytes that are wanted", () => {
    const archive = writeTar([
      { path: "a", content: "0123456789" },
      { path: "b", content: "bb" },
    ]);
    const read = readTar([archive], ({ path }) => (path === "a" ? 4 : undefined));
    expect(read.entries.map(({ content }) => content)).toEqual(["0123", undefined]);
  });
});

describe("reading sparse files", () => {
  const expanded = `${"\0".repeat(1024)}data${"\0".repeat(20)}`;
  const read = (...archive: Buffer[]) => {
    const { entries } = readTar([...archive, rawHeader({ path: "next" }), zeros]);
    expect(entries.at(-1)?.path).toBe("next");
    return entries[0];
  };

  it("expands old GNU headers", () => {
    const header = rawHeader({
      path: "sparse",
      typeflag: "S",
      magic: "ustar  \0",
      size: octal(4),
      edit: (it) => {
        it.write(octal(1024), 386);
        it.write(octal(4), 398);
        it.write(octal(1048), 483);
      },
    });
    expect(read(header, block("data"))).toEqual({
      path: "sparse",
      entry: "file 644 0 0 1048",
      content: expanded,
    });
  });

  it("expands GNU.sparse 0.0 and 0.1", () => {
    const old = pax({
      "GNU.sparse.size": "1048",
      "GNU.sparse.offset": "1024",
      "GNU.sparse.numbytes": "4",
    });
    const header = rawHeader({ path: "s", size: octal(4) });
    expect(read(old, header, block("data"))?.content).toBe(expanded);
    const map = pax({
      "GNU.sparse.name": "real",
      "GNU.sparse.size": "1048",
      "GNU.sparse.map": "1024,4",
    });
    expect(read(map, header, block("data"))).toMatchObject({ path: "real", content: expanded });
  });

  it("expands GNU.sparse 1.0, whose map stands before the content", () => {
    const records = pax({
      "GNU.sparse.major": "1",
      "GNU.sparse.minor": "0",
      "GNU.sparse.name": "real",
      "GNU.sparse.realsize": "1048",
    });
    const header = rawHeader({ path: "GNUSparseFile.0/s", size: octal(516) });
    expect(read(records, header, block("1\n1024\n4\n"), block("data"))).toMatchObject({
      path: "real",
      content: expanded,
    });
  });

  it("refuses maps that overlap, lead out of the file, or never end", () => {
    const sparse = (map: string, stored: number) => [
      pax({ "GNU.sparse.size": "100", "GNU.sparse.map": map }),
      rawHeader({ size: octal(stored) }),
      block("x".repeat(stored)),
    ];
    expect(codeOf(() => readTar(sparse("0,10,5,10", 20)))).toBe("MALFORMED");
    expect(codeOf(() => readTar(sparse("90,20", 20)))).toBe("MALFORMED");
    expect(codeOf(() => readTar(sparse("0,5", 20)))).toBe("MALFORMED");
    const endless = [
      pax({ "GNU.sparse.major": "1", "GNU.sparse.realsize": "10" }),
      rawHeader({ size: octal(1 << 20) }),
      block(`60000\n${"1".repeat(1 << 20)}`),
    ];
    expect(codeOf(() => readTar(endless))).toBe("MALFORMED");
  });
});

const entry = fc.record(
  {
    path: fc.stringMatching(/^[a-zé]{1,8}(\/[a-z]{1,60}){0,4}$/),
    content: fc.string({ maxLength: 1500 }),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 2 ** 31 }),
    gid: fc.integer({ min: 0, max: 2 ** 31 }),
    xattrs: fc.dictionary(fc.constantFrom("user.a", "security.capability"), fc.uint8Array()),
  },
  { requiredKeys: ["path"] },
);

describe("any archive", () => {
  it("reads the same whatever chunks it arrives in", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }),
        (entries, sizes) => {
          const archive = writeTar(entries);
          const chunks: Buffer[] = [];
          for (let at = 0, i = 0; at < archive.length; i += 1) {
            const size = sizes[i % sizes.length]!;
            chunks.push(archive.subarray(at, at + size));
            at += size;
          }
          expect(readTar(chunks)).toEqual(readTar([archive]));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gives back what was written", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const read = readTar([writeTar(entries)]).entries;
        expect(read.map(({ path, content }) => ({ path, content }))).toEqual(
          entries.map(({ path, content = "" }) => ({
            path,
            content: Buffer.from(content).toString("latin1"),
          })),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("that was damaged ends in a PlimsollError, or in fewer entries", () => {
    const archive = writeTar([
      { path: "a", content: "x".repeat(700) },
      { path: "long/".repeat(40), type: "directory" },
      { path: "b", xattrs: { "user.x": "value" }, content: "yy" },
    ]);
    const damage = fc.record({
      at: fc.nat(archive.length - 1),
      byte: fc.nat(255),
      fix: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 1, maxLength: 8 }),
        fc.nat(archive.length),
        (all, cut) => {
          const damaged = Buffer.from(archive.subarray(0, cut));
          for (const { at, byte, fix } of all) {
            if (at >= damaged.length) continue;
            damaged[at] = byte;
            if (fix) mendChecksum(damaged, at - (at % 512));
          }
          const code = codeOf(() => readTar([damaged]));
          expect([undefined, "MALFORMED", "LIMIT_EXCEEDED", "UNSUPPORTED"]).toContain(code);
        },
      ),
      { numRuns: 500 },
    );
  });
});

// Makes damage reach what lies behind the checksum.
function mendChecksum(archive: Buffer, start: number): void {
  if (start + 512 > archive.length) return;
  archive.fill(" ", start + 148, start + 156);
  let sum = 0;
  for (let i = start; i < start + 512; i += 1) sum += archive[i]!;
  archive.write(`${sum.toString(8).padStart(6, "0")}\0 `, start + 148, "latin1");
}
