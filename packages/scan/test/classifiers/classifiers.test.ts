import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applications } from "../../src/classifiers/applications.ts";
import { cloud } from "../../src/classifiers/cloud.ts";
import { listCpes } from "../../src/classifiers/cpe.ts";
import { javaRuntimes } from "../../src/classifiers/java.ts";
import { classifierById, classifiers } from "../../src/classifiers/list.ts";
import { softwareInspector } from "../../src/inspectors/software.ts";
import { buildElf } from "../support/elf.ts";
import { fileEntry, inspectFile } from "../support/image-facts.ts";
import { snippets } from "./snippets.ts";

function recognise(path: string, content: Buffer, pieceBytes?: number) {
  const entry = fileEntry(path, { mode: 0o755, size: content.length });
  const wanted = softwareInspector.wants(entry);
  return wanted === undefined
    ? undefined
    : inspectFile(softwareInspector, entry, content, pieceBytes);
}

function program(text: string): Buffer {
  return buildElf([{ name: ".rodata", content: Buffer.from(`before\0${text}\0behind`, "latin1") }]);
}

const ofPrograms = classifiers.filter((it) => !cloud.includes(it) && !javaRuntimes.includes(it));

describe("softwareInspector", () => {
  it("knows at least sixty kinds of software, each under its own id", () => {
    expect(new Set(classifiers.map(({ id }) => id)).size).toBe(classifiers.length);
    expect(new Set(classifiers.map(({ name }) => name)).size).toBeGreaterThanOrEqual(60);
  });

  it.for(ofPrograms)("recognises $id", ({ id, kind }) => {
    const [path, text, version] = snippets[id] ?? ["", "", ""];
    const content = kind === "text" ? Buffer.from(text) : program(text);
    expect(recognise(path, content)).toEqual({ classifier: id, version });
  });

  it.for(cloud)(
    "recognises $id by its build settings, and by its module",
    ({ id, files, versions, requires }) => {
      const path = `usr/local/bin/${files[0]}`;
      const variable = versions[0]!.near;
      const flags = program(
        `${requires}/cmd\nbuild\t-ldflags="-s -X example.org/${variable}v1.2.3 -w"`,
      );
      expect(recognise(path, flags)).toEqual({ classifier: id, version: "1.2.3" });
      const module = requires?.replace("path\t", "");
      const built = program(`${requires}\nmod\t${module}/v4\tv4.5.6-rc.1\th1:abc=\n`);
      expect(recognise(path, built)).toEqual({ classifier: id, version: "4.5.6-rc.1" });
      const other = program(`path\texample.org/other\nbuild\t-ldflags="-X ${variable}v1.2.3"`);
      expect(recognise(path, other)).toBeUndefined();
    },
  );

  it.for([
    ["temurin", "Eclipse Adoptium", "17.0.9"],
    ["corretto", "Amazon.com Inc.", "1.8.0_392"],
    ["zulu", "Azul Systems, Inc.", "21"],
    ["oracle-jdk", "Oracle Corporation", "21.0.1"],
    ["openjdk", "Debian", "17.0.15"],
  ] as const)("tells the Java runtime %s by its vendor", ([id, vendor, version]) => {
    const release = Buffer.from(`IMPLEMENTOR="${vendor}"\nJAVA_VERSION="${version}"\n`);
    expect(recognise("opt/java/release", release)).toEqual({ classifier: id, version });
    expect(recognise("opt/x/release", Buffer.from("Debian 12\n"))).toBeUndefined();
  });

  it("does not take a script, a library without version or a file of another name for a program", () => {
    expect(recognise("usr/bin/node", Buffer.from("#!/bin/sh\n# node.js/v18.19.0"))).toBeUndefined();
    expect(recognise("usr/bin/node", program("nothing"))).toBeUndefined();
    expect(softwareInspector.wants(fileEntry("usr/bin/nodes", { mode: 0o755 }))).toBeUndefined();
    expect(softwareInspector.wants(fileEntry("srv/node", { mode: 0o644 }))).toBeUndefined();
    const folder = fileEntry("usr/lib/node", { type: "directory", mode: 0o755 });
    expect(softwareInspector.wants(folder)).toBeUndefined();
  });

  it("finds a version wherever the pieces of a program end", () => {
    const text = `\0node.js/v18.19.0\0`;
    for (let before = 15_700; before < 16_500; before += 7) {
      const content = program(`${"x".repeat(before)}${text}${"y".repeat(40_000)}`);
      const found = recognise("usr/bin/node", content, 16_384);
      expect(found, `${before}`).toEqual({ classifier: "node", version: "18.19.0" });
    }
  });

  it("takes linear time on hostile content", () => {
    const parts = ["\0", "1", ".", "a", "-", " ", '"', "\t", "1.1.", "0", "x1.", "version "];
    for (const { versions, id } of classifiers) {
      for (const { near, pattern } of versions) {
        for (const part of parts) {
          const text = `${near.slice(0, 30)}${part.repeat(200)}`.slice(0, 256);
          const started = performance.now();
          for (let i = 0; i < 3; i += 1) pattern.exec(text);
          expect(performance.now() - started, `${id} ${pattern}`).toBeLessThan(50);
        }
      }
    }
    for (const path of ["usr/bin/redis-server", "usr/bin/valkey-server"]) {
      const started = performance.now();
      for (const part of ["1.1.1", "a1.1.1-", "0"]) recognise(path, program(part.repeat(300_000)));
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });

  it("never throws on whole files, whatever their bytes", () => {
    const path = fc.constantFrom(...Object.values(snippets).map(([name]) => name));
    fc.assert(
      fc.property(path, fc.uint8Array({ maxLength: 300 }), fc.boolean(), (name, bytes, isElf) => {
        const content = Buffer.from(bytes);
        recognise(name, isElf ? buildElf([{ name: ".rodata", content }]) : content);
      }),
      { numRuns: 500 },
    );
  });

  it.for([
    ["node", process.execPath, process.versions.node],
    ["bash", "/bin/bash", undefined],
    ["openssl", "/usr/bin/openssl", undefined],
    ["git", "/usr/bin/git", undefined],
    ["perl", "/usr/bin/perl", undefined],
  ] as const)("recognises the %s of this machine", ([id, file, version], { skip }) => {
    if (process.platform !== "linux" || !existsSync(file)) {
      console.log(`skipped: there is no ${file}, or it is not an ELF program`);
      return skip();
    }
    const path = realpathSync(file).slice(1);
    const name = id === "node" ? "usr/bin/node" : path;
    const { size } = statSync(file);
    const content = readFileSync(file).subarray(0, 50_000_000);
    const found = recognise(name, content, size);
    expect(found).toMatchObject({
      classifier: id,
      version: version ?? expect.stringMatching(/^\d/),
    });
  });
});

describe("listCpes", () => {
  it("names software as the NVD does", () => {
    expect(listCpes({ name: "node", version: "18.19.0" })).toEqual([
      "cpe:2.3:a:nodejs:node.js:18.19.0:*:*:*:*:*:*:*",
    ]);
    expect(listCpes({ name: "unheard-of", version: "1" })).toEqual([]);
  });

  it("gives valid names for every kind of software", () => {
    const component = String.raw`(?:[\w.-]|\\[^\w])+`;
    const cpe = new RegExp(`^cpe:2\\.3:a:${component}:${component}:1\\.2\\.3(?::\\*){7}$`);
    for (const { name } of [...classifierById.values(), ...applications]) {
      for (const found of listCpes({ name, version: "1.2.3" })) expect(found).toMatch(cpe);
    }
  });
});
