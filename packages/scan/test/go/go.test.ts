import { PlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGoVersion } from "../../src/go/go-version.ts";
import { findMainVersion } from "../../src/go/main-version.ts";
import { parseModuleInfo } from "../../src/go/module-info.ts";
import { goInspector } from "../../src/inspectors/go.ts";
import { buildElf } from "../support/elf.ts";
import { goNote, inlineBuildInfo, pointedProgram, wrapModuleInfo } from "../support/go-program.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";

const modules = [
  "path\texample.org/app/cmd/app",
  "mod\texample.org/app\t(devel)\t",
  "dep\tgolang.org/x/net\tv0.17.0\th1:abc=",
  "dep\texample.org/old\tv1.0.0",
  "=>\texample.org/fork\tv1.0.1\th1:def=",
  "dep\texample.org/local\tv0.0.0",
  "=>\t./staging/local\t(devel)\t",
  'build\t-ldflags="-s -X example.org/app/internal/version.Version=1.4.2 -X main.commit=abc"',
  "",
].join("\n");
const parsed = [
  { path: "golang.org/x/net", version: "v0.17.0" },
  { path: "example.org/fork", version: "v1.0.1" },
  { path: "example.org/local", version: "(devel)" },
];

function inspect(content: Buffer, size = content.length) {
  return inspectFile(goInspector, fileEntry("app", { mode: 0o755, size }), content);
}

function section(content: Buffer) {
  return { name: ".go.buildinfo", content, address: 0x4000, isLoaded: true, isWritable: true };
}

describe("goInspector", () => {
  it("reads modules, replacements, the main module's version and the standard library", () => {
    const file = buildElf([section(inlineBuildInfo("go1.22.3 X:boringcrypto", modules))]);
    expect(inspect(file)).toEqual({
      stdlib: "1.22.3",
      path: "example.org/app/cmd/app",
      main: { path: "example.org/app", version: "v1.4.2" },
      modules: parsed,
      faults: [],
    });
  });

  it("reads programs without section names", () => {
    const data = Buffer.concat([Buffer.alloc(64), inlineBuildInfo("go1.21.0", modules)]);
    const file = buildElf([{ ...section(data), name: ".data" }], { sections: false });
    expect(inspect(file)).toMatchObject({ stdlib: "1.21.0", modules: parsed });
  });

  it.for([
    { is64: true, isLittle: true },
    { is64: true, isLittle: false },
    { is64: false, isLittle: true },
    { is64: false, isLittle: false },
  ])("reads programs from before Go 1.18: %o", (format) => {
    const file = pointedProgram("go1.16.4", modules, format);
    expect(inspect(file)).toMatchObject({ stdlib: "1.16.4", modules: parsed, faults: [] });
  });

  it("reads the modules where the linker dropped the header, and says that the release is unknown", () => {
    const text = { name: ".rodata", content: wrapModuleInfo(modules) };
    const found = inspect(buildElf([goNote, text]));
    expect(found).toMatchObject({ modules: parsed, faults: [{ code: "UNSUPPORTED" }] });
    expect(found).not.toHaveProperty("stdlib");
  });

  it("says when a Go program has no build information", () => {
    const found = inspect(buildElf([goNote]));
    expect(found).toMatchObject({ modules: [], faults: [{ code: "UNSUPPORTED" }] });
  });

  it("reads build information that lies behind much else, and longer than usual", () => {
    const many = Array.from({ length: 3000 }, (_, i) => `dep\texample.org/m${i}\tv1.0.${i}\n`);
    const data = Buffer.concat([
      Buffer.alloc(200_000),
      inlineBuildInfo("go1.22.3", `${modules}${many.join("")}`),
    ]);
    const file = buildElf([{ ...section(data), name: ".data" }]);
    const entry = fileEntry("app", { mode: 0o755, size: file.length });
    for (const pieceBytes of [1000, 4096, 65_536]) {
      const found = inspectFile(goInspector, entry, file, pieceBytes);
      expect(found?.modules).toHaveLength(parsed.length + many.length);
    }
  });

  it("finds nothing in other programs, nor in scripts", () => {
    expect(inspect(buildElf([{ name: ".text", content: Buffer.from("Go") }]))).toBeUndefined();
    expect(inspect(Buffer.from("#!/bin/sh\n# \xff Go buildinf:"))).toBeUndefined();
  });

  it("asks for executables and libraries only, and never for a hard link", () => {
    const large = { size: 1_000_000 };
    expect(goInspector.wants(fileEntry("app", { ...large, mode: 0o755 }))).toBe(8192);
    expect(goInspector.wants(fileEntry("app/libx.so.1", large))).toBe(8192);
    expect(goInspector.wants(fileEntry("app", large))).toBeUndefined();
    expect(goInspector.wants(fileEntry("usr/lib/libx.so.1", large))).toBeUndefined();
    expect(goInspector.wants(fileEntry("app", { size: 9, mode: 0o755 }))).toBeUndefined();
    const link = fileEntry("link", { ...large, mode: 0o755, linkTarget: "app" });
    expect(goInspector.wants(link)).toBeUndefined();
    expect(goInspector.wants(fileEntry("app", { size: 9e9, mode: 0o755 }))).toBe(8192);
  });

  it("throws nothing but PlimsollError, whatever the bytes", () => {
    const files = [
      buildElf([section(inlineBuildInfo("go1.22.3", modules))]),
      pointedProgram("go1.16.4", modules),
    ];
    const change = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...files), change, fc.nat(3000), (file, bytes, length) => {
        const broken = Buffer.from(file);
        for (const [at, value] of bytes) broken[at % broken.length] = value;
        try {
          inspect(broken.subarray(0, length));
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("findMainVersion", () => {
  const version = (mod: string, flags: string) =>
    findMainVersion(
      parseModuleInfo(
        `path\texample.org/app\nmod\texample.org/app\t${mod}\nbuild\t-ldflags=${JSON.stringify(flags)}\n`,
      ),
    );

  it("takes what Go itself knows", () => {
    expect(version("v1.2.3", "-X main.version=9.9.9")).toBe("v1.2.3");
  });

  it.for([
    ["-X main.version=1.2.3", "v1.2.3"],
    ["-s -w -X 'main.Version=v1.2.3-rc.1'", "v1.2.3-rc.1"],
    ["-X=example.org/app/pkg.gitVersion=v1.2.3", "v1.2.3"],
    ["-X k8s.io/component-base/version.gitVersion=v1.29.0", "v1.29.0"],
    ["-X main.version=1.2.3 -X other.org/lib.version=4.5.6", "v1.2.3"],
    ["-X a.org/x.version=1.2.3 -X b.org/y.version=4.5.6", "(devel)"],
    ["-X main.commit=1.2.3", "(devel)"],
    ["-X main.goVersion=1.22.3", "(devel)"],
    ["-X main.version=dev", "(devel)"],
  ] as const)("reads the linker's flags %s as %s", ([flags, expected]) => {
    expect(version("(devel)", flags)).toBe(expected);
  });

  it("takes a bare commit for no version", () => {
    expect(version("v0.0.0-20240102030405-0123456789ab", "")).toBe("(devel)");
  });
});

describe("parseGoVersion", () => {
  it.for([
    ["go1.22.3", "1.22.3"],
    ["go1.21", "1.21"],
    ["go1.20.4 (Red Hat 1.20.4-1.el9)", "1.20.4"],
    ["go1.22rc2", "1.22.0-rc.2"],
    ["devel go1.23-abcdef Thu Jan 1", undefined],
  ] as const)("reads %s as %s", ([text, expected]) => {
    expect(parseGoVersion(text)).toBe(expected);
  });
});
