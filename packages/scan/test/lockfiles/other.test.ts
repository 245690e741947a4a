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
