import { describe, expect, it } from "vitest";
import { formatRepository, parseSignedName } from "../../src/cosign/repository.ts";

describe("the repository that a signature names", () => {
  it("is the same for the three names of Docker Hub, in cosign's spelling", () => {
    for (const registry of ["docker.io", "index.docker.io", "registry-1.docker.io"]) {
      const repository = "library/debian";
      expect(formatRepository({ registry, repository })).toBe("index.docker.io/library/debian");
      expect(parseSignedName(`${registry}/${repository}`).repository).toBe(
        "index.docker.io/library/debian",
      );
    }
  });

  it.each([
    ["ghcr.io/acme/shop", "ghcr.io/acme/shop", undefined],
    ["localhost:5000/shop", "localhost:5000/shop", undefined],
    ["localhost:5000/shop:1.2", "localhost:5000/shop", "1.2"],
    [`localhost:5000/shop:1.2@sha256:${"0".repeat(64)}`, "localhost:5000/shop", "1.2"],
    [`ghcr.io/acme/shop@sha256:${"0".repeat(64)}`, "ghcr.io/acme/shop", undefined],
    ["", "/", undefined],
  ])("of %s is %s", (text, repository, tag) => {
    expect(parseSignedName(text)).toEqual({ repository, ...(tag !== undefined && { tag }) });
  });

  it("tells look-alikes apart", () => {
    const names = ["ghcr.io/acme/shop", "ghcr.io/acme/shop2", "ghcr.io.evil/acme/shop"];
    expect(new Set(names.map((name) => parseSignedName(name).repository)).size).toBe(3);
  });
});
