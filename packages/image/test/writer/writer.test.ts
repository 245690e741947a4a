import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  openImage,
  packImage,
  packIndex,
  validateImage,
  writeDockerArchive,
  writeOciLayout,
  writeTar,
} from "../../src/index.ts";
import { tempFolder } from "../support/temp.ts";

const root = tempFolder();
const entries = [
  { path: "bin/", type: "directory" as const },
  { path: "bin/a", content: "content", mode: 0o4755, uid: 1000, gid: 100 },
  { path: `${"long/".repeat(60)}name`, content: "far" },
  { path: "link", type: "symlink" as const, linkTarget: "t".repeat(200) },
  { path: "hard", type: "hardlink" as const, linkTarget: "bin/a" },
];

describe("the writer", () => {
  it("writes the same bytes for the same specification", () => {
    const spec = { layers: [{ entries }] };
    expect(packImage(spec)).toEqual(packImage(spec));
    expect(packImage(spec).imageId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(writeTar([])).toEqual(Buffer.alloc(1024));
  });

  it("refuses what tar cannot express", () => {
    expect(() => writeTar([{ path: "a", uid: -1 }])).toThrow("cannot express");
    expect(() => writeTar([{ path: "a", type: "directory", content: "x" }])).toThrow("no content");
    const image = packImage({ layers: [] });
    expect(() => packIndex([image, image])).toThrow("same platform");
  });

  it("says what cannot be written", async () => {
    const nowhere = writeOciLayout(join(root, "\0"), { layers: [] });
    await expect(nowhere).rejects.toMatchObject({ code: "WRITE_FAILED" });
    const archive = writeDockerArchive(join(root, "no/such/file.tar"), { layers: [] });
    await expect(archive).rejects.toMatchObject({ code: "WRITE_FAILED" });
  });

  it("writes layouts whose files are what their names say", async () => {
    const { digest, images } = await writeOciLayout(join(root, "layout"), {
      layers: [{ entries }],
    });
    const index = JSON.parse(readFileSync(join(root, "layout/index.json"), "utf8"));
    expect(index.manifests[0].digest).toBe(digest);
    expect(images[0]?.digest).toBe(digest);
    expect(
      await validateImage(await openImage(`oci-dir:${root}/layout`, { platform: "linux/amd64" })),
    ).toEqual([]);
  });
});
