import { describe, expect, it } from "vitest";
import { commentKey, commentMarker, imageName } from "../../src/comment/key.ts";

const parts = { workflow: "Image", job: "check", subject: "shop:1", userKey: undefined };

describe("a comment's key", () => {
  it("stays the same when only the tag or the digest of the image changes", () => {
    const key = commentKey({ ...parts, subject: "ghcr.io/acme/shop:1.4" });
    expect(commentKey({ ...parts, subject: "ghcr.io/acme/shop:1.5" })).toBe(key);
    expect(commentKey({ ...parts, subject: `ghcr.io/acme/shop@sha256:${"0".repeat(64)}` })).toBe(
      key,
    );
  });

  it("differs between workflows, jobs, images and keys of the user", () => {
    const keys = [
      parts,
      { ...parts, workflow: "Nightly" },
      { ...parts, job: "other" },
      { ...parts, subject: "harbour:1" },
      { ...parts, userKey: "alpine" },
      // Joined without care, these would be the same as the first.
      { ...parts, workflow: "Imagecheck", job: "" },
    ].map(commentKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("makes a marker that nothing can break out of", () => {
    const key = commentKey({ ...parts, workflow: "--> <b>", userKey: "\n-->" });
    expect(commentMarker(key)).toMatch(/^<!-- plimsoll:v1 key=[0-9a-f]{32} -->$/);
  });
});

describe("an image's name", () => {
  it.each([
    ["shop", "shop"],
    ["shop:1", "shop"],
    ["localhost:5000/shop", "localhost:5000/shop"],
    ["localhost:5000/shop:1", "localhost:5000/shop"],
    ["registry:shop", "registry:shop"],
    ["registry:ghcr.io/acme/shop:1", "registry:ghcr.io/acme/shop"],
    ["docker-daemon:shop", "docker-daemon:shop"],
    ["container:shop-1", "container:shop-1"],
    ["containerd:k8s.io/shop", "containerd:k8s.io/shop"],
    ["containers-storage:localhost/shop:4f1c2d", "containers-storage:localhost/shop"],
    ["docker-daemon:shop:4f1c2d", "docker-daemon:shop"],
    ["ghcr.io/acme/shop:1@sha256:00", "ghcr.io/acme/shop"],
    ["docker-archive:out/shop.tar", "docker-archive:out/shop.tar"],
    ["oci-dir:out:1", "oci-dir:out:1"],
  ])("of %s is %s", (reference, name) => {
    expect(imageName(reference)).toBe(name);
  });
});
