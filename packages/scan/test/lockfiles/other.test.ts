import { describe, expect, it } from "vitest";
import { repositoryName } from "../../src/formats/repository-name.ts";
import { lockfileSamples } from "../support/lockfile-samples.ts";
import { pinned } from "../support/lockfiles.ts";

describe("lockfiles", () => {
  it.each(lockfileSamples)(
    "%s gives the packages of registries that it pins",
    (path, text, expected) => {
      expect(pinned(path, text)).toEqual(expected);
      // Windows' line ends and a byte order mark change nothing.
      expect(pinned(path, `\ufeff${text.replaceAll("\n", "\r\n")}`)).toEqual(expected);
    },
  );

  it("in YAML are refused before their parser loses itself in them", () => {
    const read = (text: string) => () => pinned("pubspec.lock", text);
    expect(read(`packages: ${"[".repeat(100)}`)).toThrow(/nested too deep/);
    expect(read("packages: &all {}\nsdks: *all\n")).toThrow(/without aliases/);
    expect(read(`packages: {}\n${"#".repeat(4_000_000)}`)).toThrow(/at most 3145728 are read/);
    expect(() => pinned("Cargo.lock", "#".repeat(9_000_000))).toThrow(/at most 8388608 are read/);
  });

  it("name a repository the same, however it is fetched", () => {
    for (const address of [
      "https://github.com/apple/swift-nio",
      "https://github.com/apple/swift-nio.git",
      "https://user@github.com/apple/swift-nio/",
      "git@github.com:apple/swift-nio.git",
      "ssh://git@github.com:22/apple/swift-nio.git",
    ]) {
      expect(repositoryName(address), address).toBe("github.com/apple/swift-nio");
    }
  });
});
