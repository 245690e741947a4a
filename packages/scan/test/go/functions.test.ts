import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkerPath } from "../../src/go/functions.ts";
import { linkedGoFunctions } from "../../src/go/linked-functions.ts";
import { goInspector } from "../../src/inspectors/go.ts";
import { buildElf } from "../support/elf.ts";
import { functionTable, goNote, inlineBuildInfo } from "../support/go-program.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { walkKitImage } from "../support/kit.ts";

const info = "path\texample.org/app/cmd/app\nmod\texample.org/app\tv1.0.0\t\n";
const names = [
  "net/http.(*Server).Serve",
  "net/http.Header.Get",
  "golang.org/x/text/language.Parse",
  "gopkg.in/yaml%2ev2.unmarshal",
  "example.org/list.(*List[...]).Push",
  "example.org/list.Map[...]",
  "main.run",
];

function program(table: Parameters<typeof functionTable>[1] = {}, list = names): Buffer {
  const data = inlineBuildInfo("go1.22.3", info);
  return buildElf([
    goNote,
    // Bytes that look like the table's beginning, and are none.
    {
      name: ".rodata",
      content: Buffer.from("f1ffffff00000108", "hex"),
      isLoaded: true,
      isReadOnly: true,
    },
    functionTable(list, table),
    { name: ".go.buildinfo", content: data, address: 0x4000, isLoaded: true, isWritable: true },
  ]);
}

const has = (file: Buffer, path: string, ...symbols: string[]) => {
  const entry = fileEntry("app", { mode: 0o755, size: file.length });
  const fact = inspectFile(goInspector, entry, file);
  const facts = { of: () => [{ path: "app", layer: 0, fact }] } as never;
  return linkedGoFunctions(facts)("app", { path, symbols });
};

describe("the functions of a Go program", () => {
  it.each([{}, { first: 0xf0 }, { first: 0xfa }, { is64: false }])(
    "are known by name, methods by type or pointer: table %j",
    (table) => {
      const file = program(table);
      expect(has(file, "net/http", "Server.Serve")).toBe(true);
      expect(has(file, "net/http", "Header.Get")).toBe(true);
      expect(has(file, "net/http", "Client.Do", "Server.Serve")).toBe(true);
      expect(has(file, "net/http", "Client.Do")).toBe(false);
      expect(has(file, "golang.org/x/text/language", "Parse")).toBe(true);
    },
  );

  it("are known whatever types they were made for, and in packages with dots in their names", () => {
    const file = program();
    expect(has(file, "example.org/list", "List.Push")).toBe(true);
    expect(has(file, "example.org/list", "Map")).toBe(true);
    expect(has(file, "gopkg.in/yaml.v2", "unmarshal")).toBe(true);
    expect(has(file, "example.org/app/cmd/app", "run")).toBe(true);
  });

  it("tell which packages were linked at all", () => {
    const file = program();
    expect(has(file, "net/http")).toBe(true);
    expect(has(file, "gopkg.in/yaml.v2")).toBe(true);
    expect(has(file, "net")).toBe(false);
    expect(has(file, "golang.org/x/sys/windows")).toBe(false);
  });

  it("are unknown where the table is missing, of an unknown version, or cut off", () => {
    expect(has(program({ first: 0xfb }), "net/http")).toBeUndefined();
    const file = program();
    const cut = Buffer.concat([file.subarray(0, file.indexOf("net/http.Header"))]);
    expect(has(cut, "net/http")).toBeUndefined();
  });

  it("are read from any bytes without throwing", () => {
    const file = program();
    const at = file.indexOf(Buffer.from("f1ffffff000001", "hex"), 300);
    fc.assert(
      fc.property(fc.nat(64), fc.uint8Array({ minLength: 1, maxLength: 8 }), (offset, bytes) => {
        const changed = Buffer.from(file);
        changed.set(bytes, at + offset);
        has(changed, "net/http", "Server.Serve");
      }),
    );
  });

  it("are those of a real program", async ({ skip }) => {
    const told = await walkKitImage("scratch-go", [goInspector], (facts) => {
      const ask = linkedGoFunctions(facts);
      return {
        // What every Go program holds, what this one does, and what it cannot hold on Linux.
        runtime: ask("app", { path: "runtime", symbols: ["main", "mallocgc"] }),
        own: ask("app", {
          path: "github.com/evilmartians/lefthook/internal/lefthook",
          symbols: [],
        }),
        windows: ask("app", { path: "golang.org/x/sys/windows", symbols: [] }),
        server: ask("app", { path: "net/http", symbols: ["Server.Serve"] }),
      };
    });
    if (told === undefined) return skip("the kit's images are absent");
    expect(told).toEqual({ runtime: true, own: true, windows: false, server: false });
  });
});

describe("an import path", () => {
  it("is written as Go's linker does", () => {
    expect(linkerPath("gopkg.in/yaml.v3")).toBe("gopkg.in/yaml%2ev3");
    expect(linkerPath("example.org/a.b/c")).toBe("example.org/a.b/c");
    expect(linkerPath("example.org/ü")).toBe("example.org/%c3%bc");
  });
});
