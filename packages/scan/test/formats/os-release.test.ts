import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseAlpineRelease,
  parseDebianVersion,
  parseOsRelease,
} from "../../src/formats/os-release.ts";
import { realFile } from "../support/shared.ts";

describe("parseOsRelease", () => {
  it("reads the distribution, its relatives and its release", () => {
    const text =
      'PRETTY_NAME="Ubuntu 24.04 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE="debian other"\n';
    expect(parseOsRelease(text)).toEqual({
      id: "ubuntu",
      like: ["debian", "other"],
      versionId: "24.04",
      codename: "noble",
      name: "Ubuntu 24.04 LTS",
    });
  });

  it("leaves out the release of a rolling distribution", () => {
    expect(parseOsRelease("ID=arch\nNAME=Arch\n")).toEqual({ id: "arch", like: [], name: "Arch" });
  });

  it("reads values as a shell does", () => {
    const text =
      '# ID=no\n  ID=\'alpine\' \r\nVERSION_ID="3.\\20"\r\nNAME="a \\"b\\""\nNAME=\'last\'\nPRETTY_NAME=\n';
    expect(parseOsRelease(text)).toEqual({
      id: "alpine",
      like: [],
      versionId: "3.20",
      name: "last",
    });
  });

  it("knows no distribution where no ID is given", () => {
    for (const text of ["", "NAME=x\n", "ID=\n", 'ID=""\n', "\0\0\0", "=x\nID\n"]) {
      expect(parseOsRelease(text), text).toBeUndefined();
    }
  });

  it("never throws, and bounds what it keeps", () => {
    const word = fc.constantFrom("ID=", "VERSION_ID=", '"', "'", "\\", "\n", "a", "=", " ");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join("")),
    );
    fc.assert(
      fc.property(text, (input) => {
        const found = parseOsRelease(input);
        expect(found?.id).not.toBe("");
      }),
      { numRuns: 500 },
    );
    expect(parseOsRelease(`ID=${"a".repeat(1_000_000)}\n`)?.id.length).toBeLessThan(300);
  });

  it("reads the files of real distributions", ({ skip }) => {
    const expected: [string, string | undefined, string | undefined][] = [
      ["aquasecurity__trivy/release/alpine", "alpine", "3.15.4"],
      ["aquasecurity__trivy/release/rhel", "rhel", "9.4"],
      ["aquasecurity__trivy/release/no-id", undefined, undefined],
      ["quay__claircore/debian/dist/12/etc/os-release", "debian", "12"],
      ["quay__claircore/debian/distroless_dist/11/etc/os-release", "debian", "11"],
      ["quay__claircore/ubuntu/dist/22.04/etc/os-release", "ubuntu", "22.04"],
      ["anchore__syft/linux/wolfi/etc/os-release", "wolfi", "20220914"],
      ["aquasecurity__trivy/release/opensusetumbleweed", "opensuse-tumbleweed", "20220412"],
    ];
    for (const [path, id, versionId] of expected) {
      const text = realFile(`os-release/${path}`);
      if (text === undefined) return skip();
      const found = parseOsRelease(text);
      expect([found?.id, found?.versionId], path).toEqual([id, versionId]);
    }
  });
});

describe("the files older than os-release", () => {
  it("reads etc/debian_version", () => {
    expect(parseDebianVersion("12.5\n")).toEqual({ id: "debian", like: [], versionId: "12" });
    expect(parseDebianVersion("trixie/sid\n")).toEqual({
      id: "debian",
      like: [],
      codename: "trixie",
    });
    for (const text of ["", "../../etc", "12.5; rm", "1".repeat(100)]) {
      const found = parseDebianVersion(text);
      expect(found === undefined || found.versionId === "12", text).toBe(true);
    }
  });

  it("reads etc/alpine-release", () => {
    expect(parseAlpineRelease("3.20.3\n")).toEqual({ id: "alpine", like: [], versionId: "3.20.3" });
    expect(parseAlpineRelease("3.21.0_alpha20240923")?.versionId).toBe("3.21.0_alpha20240923");
    for (const text of ["", "edge", "3", "x3.4"]) expect(parseAlpineRelease(text)).toBeUndefined();
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        parseDebianVersion(text);
        parseAlpineRelease(text);
      }),
    );
  });
});
