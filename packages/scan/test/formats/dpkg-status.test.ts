import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDpkgStatus } from "../../src/formats/dpkg-status.ts";
import { mostPackages } from "../../src/formats/package-database.ts";
import { realFile } from "../support/shared.ts";

const database = { statusExpected: true };

function stanza(name: string, more = ""): string {
  return `Package: ${name}\nStatus: install ok installed\nVersion: 1.0-1\n${more}\n`;
}

describe("parseDpkgStatus", () => {
  it("reads name, version, architecture and source of an installed package", () => {
    const text = stanza("libc6", "Source: glibc (2.36-9)\nArchitecture: amd64\nMulti-Arch: same\n");
    expect(parseDpkgStatus(text, database).packages).toEqual([
      {
        name: "libc6",
        version: "1.0-1",
        architecture: "amd64",
        source: { name: "glibc", version: "2.36-9" },
      },
    ]);
  });

  it("takes the binary's own name and version where no source is named", () => {
    const sources = ["", "Source: bash\n", "Source: bash ()\n", "Source: (1.0-1)\n", "Source:\n"];
    for (const source of sources) {
      const [found] = parseDpkgStatus(stanza("bash", source), database).packages;
      expect(found?.source).toEqual({ name: "bash", version: "1.0-1" });
    }
  });

  it("counts only packages whose status says installed", () => {
    const statuses: [string, boolean][] = [
      ["install ok installed", true],
      ["hold ok installed", true],
      ["deinstall ok config-files", false],
      ["deinstall ok installed", true],
      ["install ok unpacked", false],
      ["install ok half-installed", false],
      ["install ok not-installed", false],
      ["installed", false],
    ];
    for (const [status, isInstalled] of statuses) {
      const text = `Package: a\nStatus: ${status}\nVersion: 1\n`;
      expect(parseDpkgStatus(text, database).packages.length, status).toBe(isInstalled ? 1 : 0);
    }
  });

  it("counts a stanza without status only in status.d", () => {
    const text = "Package: base-files\nVersion: 12\n";
    expect(parseDpkgStatus(text, database).packages).toEqual([]);
    expect(parseDpkgStatus(text, { statusExpected: false }).packages).toHaveLength(1);
  });

  it("keeps the same package of two architectures apart", () => {
    const text = stanza("libc6", "Architecture: amd64\n") + stanza("libc6", "Architecture: i386\n");
    const { packages } = parseDpkgStatus(text, database);
    expect(packages.map(({ architecture }) => architecture)).toEqual(["amd64", "i386"]);
  });

  it("does not mind CRLF, blank lines with spaces, field names in capitals, or a missing last line end", () => {
    const text =
      "\r\n\nPACKAGE: a\r\nSTATUS: install ok installed\r\nversion:1\r\n \t\r\nPackage: b\nStatus: install ok installed\nVersion: 2";
    expect(parseDpkgStatus(text, database).packages).toMatchObject([
      { name: "a", version: "1" },
      { name: "b", version: "2" },
    ]);
  });

  it("leaves the lines of long fields alone, whatever they look like", () => {
    const text = stanza(
      "a",
      "Description: words\n Version: 9\n .\n Package: fake\nConffiles:\n /etc/x 123\n",
    );
    expect(parseDpkgStatus(text, database)).toMatchObject({
      packages: [{ name: "a", version: "1.0-1" }],
      faults: [],
    });
  });

  it("reads a field that begins on its second line", () => {
    const text = stanza("a", "Source:\n glibc (2.36)\n");
    expect(parseDpkgStatus(text, database).packages[0]?.source).toEqual({
      name: "glibc",
      version: "2.36",
    });
  });

  it("reports what it cannot read, with the line, and keeps the rest", () => {
    const text = `${stanza("good")}Status: install ok installed\nVersion: 1\n\nPackage: no-version\nStatus: install ok installed\n\n%%%\n${stanza("good-too")}`;
    const { packages, faults } = parseDpkgStatus(text, database);
    expect(packages.map(({ name }) => name)).toEqual(["good", "good-too"]);
    expect(faults.map(({ line, code }) => [line, code])).toEqual([
      [5, "MALFORMED"],
      [8, "MALFORMED"],
      [11, "MALFORMED"],
    ]);
  });

  it("takes the first of two values and reports the second", () => {
    const { packages, faults } = parseDpkgStatus(stanza("a", "Version: 2\n"), database);
    expect(packages[0]?.version).toBe("1.0-1");
    expect(faults).toHaveLength(1);
  });

  it("lists the first faults of a file that is full of them, and says that there are more", () => {
    const { packages, faults } = parseDpkgStatus(`${"%\n\n".repeat(1000)}${stanza("a")}`, database);
    expect(packages).toHaveLength(1);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)?.why).toContain("more faults");
  });

  it("stops at a number of packages that no system has, and says so", () => {
    const text = "Package:a\nStatus:a b installed\nVersion:1\n\n".repeat(mostPackages + 5);
    const { packages, faults } = parseDpkgStatus(text, database);
    expect(packages).toHaveLength(mostPackages);
    expect(faults).toMatchObject([{ code: "LIMIT_EXCEEDED" }]);
  });

  it("takes time in proportion to the size of garbage", () => {
    for (const garbage of [
      "a\n".repeat(2_000_000),
      "a".repeat(4_000_000),
      " \n".repeat(2_000_000),
    ]) {
      const start = performance.now();
      parseDpkgStatus(garbage, database);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });

  it("never throws, and never gives a package without name or version", () => {
    const word = fc.constantFrom(
      "Package:",
      "Version:",
      "Status:",
      "Source:",
      "a",
      " ",
      "\n",
      "\r\n",
      "(",
      ")",
      "install ok installed",
      "\0",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (input, statusExpected) => {
        for (const { name, version, source } of parseDpkgStatus(input, { statusExpected })
          .packages) {
          expect([name, version, source?.name, source?.version]).not.toContain("");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("gives back every package that was written", () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,20}$/);
    const version = fc.stringMatching(/^[0-9][A-Za-z0-9.+~:-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(fc.record({ name, version }), { maxLength: 30 }), (packages) => {
        const text = packages
          .map((p) => `Package: ${p.name}\nStatus: install ok installed\nVersion: ${p.version}\n`)
          .join("\n");
        expect(parseDpkgStatus(text, database).packages).toMatchObject(packages);
      }),
    );
  });
});

describe("parseDpkgStatus on real files", () => {
  it("reads the databases of other projects' tests", ({ skip }) => {
    const statusField = realFile("dpkg/google__osv-scalibr/dpkg/dpkg/statusfield");
    const postgres = realFile("dpkg/quay__claircore/dpkg/postgresql.status");
    if (statusField === undefined || postgres === undefined) return skip();
    expect(parseDpkgStatus(statusField, database).packages.map(({ name }) => name)).toEqual([
      "wantinstall_installed",
      "wantdeinstall_installed",
      "wantpurge_installed",
    ]);
    const written = postgres.split("\n").filter((line) => line === "Status: install ok installed");
    const parsed = parseDpkgStatus(postgres, database);
    expect(parsed.packages).toHaveLength(written.length);
    expect(parsed.faults).toEqual([]);
  });

  it("survives mutations of a real database and loses only the stanzas that were hit", ({
    skip,
  }) => {
    const text = realFile("dpkg/quay__claircore/dpkg/postgresql.status");
    if (text === undefined) return skip();
    const whole = parseDpkgStatus(text, database).packages.length;
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), (at, bytes) => {
        const mutated = text.slice(0, at) + bytes + text.slice(at + 1);
        const { packages } = parseDpkgStatus(mutated, database);
        expect(Math.abs(packages.length - whole)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });
});
