import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRpmHeader } from "../../src/rpm/header.ts";
import { readRpmRecord } from "../../src/rpm/package.ts";
import { rpmHeader } from "../support/rpm-files.ts";

const bash = {
  name: "bash",
  version: "5.1.8",
  release: "6.el9",
  architecture: "x86_64",
  sourceRpm: "bash-5.1.8-6.el9.src.rpm",
  licence: "GPLv3+",
};

describe("readRpmRecord", () => {
  it("reads a package with its source, which never has an epoch", () => {
    expect(readRpmRecord(rpmHeader(bash))).toEqual({
      name: "bash",
      version: "5.1.8-6.el9",
      architecture: "x86_64",
      source: { name: "bash", version: "5.1.8-6.el9" },
      licences: ["GPLv3+"],
    });
    const bind = {
      ...bash,
      name: "bind-libs",
      epoch: 32,
      sourceRpm: "bind-9.16.23-11.el9.src.rpm",
    };
    expect(readRpmRecord(rpmHeader(bind))).toMatchObject({
      version: "32:5.1.8-6.el9",
      source: { name: "bind", version: "9.16.23-11.el9" },
    });
  });

  it("writes an epoch of 0 only when the package states it", () => {
    expect(readRpmRecord(rpmHeader({ ...bash, epoch: 0 }))).toMatchObject({
      version: "0:5.1.8-6.el9",
    });
  });

  it("tells the module of a modular package", () => {
    const module = "nodejs:18:8090020231212152035:a75119d5";
    expect(readRpmRecord(rpmHeader({ ...bash, module }))).toMatchObject({ module });
  });

  it("takes (none) for nothing", () => {
    const none = "(none)";
    expect(
      readRpmRecord(
        rpmHeader({ ...bash, architecture: none, sourceRpm: none, licence: none, module: none }),
      ),
    ).toEqual({ name: "bash", version: "5.1.8-6.el9" });
  });

  it("knows public keys from packages", () => {
    expect(readRpmRecord(rpmHeader({ name: "gpg-pubkey", version: "1", release: "2" }))).toBe(
      "key",
    );
  });

  it("reads nothing from a header without name, version or release", () => {
    for (const missing of ["name", "version", "release"] as const) {
      const { [missing]: _, ...rest } = bash;
      expect(readRpmRecord(rpmHeader(rest))).toBeUndefined();
    }
  });

  it("understands only file names of source packages", () => {
    const sources = [
      "a-1-2.src.rpm",
      "a-b-1-2.nosrc.rpm",
      "a-1.src.rpm",
      "a-1-2.rpm",
      "-1-2.src.rpm",
    ];
    const found = sources.map((sourceRpm) => {
      const record = readRpmRecord(rpmHeader({ ...bash, sourceRpm }));
      return record !== undefined && record !== "key" && record.source;
    });
    expect(found).toEqual([
      { name: "a", version: "1-2" },
      { name: "a-b", version: "1-2" },
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("readRpmHeader", () => {
  it("reads no byte outside of a header, however it was cut or changed", () => {
    const whole = rpmHeader({ ...bash, epoch: 1 });
    for (let length = 0; length < whole.length; length += 1) {
      expect(readRpmHeader(whole.subarray(0, length))).toBeUndefined();
    }
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(changes, (pairs) => {
        const changed = Buffer.from(whole);
        for (const [at, byte] of pairs) changed[at] = byte;
        readRpmRecord(changed);
      }),
      { numRuns: 2000 },
    );
  });

  it("never throws on bytes at random", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readRpmRecord(Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it("decodes a tag once, however often a hostile index names it", () => {
    const entries = 0xffff;
    const text = Buffer.alloc(4096, 0x61);
    const blob = Buffer.alloc(8 + entries * 16 + text.length + 1);
    blob.writeUInt32BE(entries, 0);
    blob.writeUInt32BE(text.length + 1, 4);
    for (let i = 0; i < entries; i += 1) {
      blob.writeUInt32BE(1000, 8 + i * 16);
      blob.writeUInt32BE(6, 12 + i * 16);
      blob.writeUInt32BE(1, 20 + i * 16);
    }
    text.copy(blob, 8 + entries * 16);
    const start = performance.now();
    expect(readRpmHeader(blob)?.name).toHaveLength(4096);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
