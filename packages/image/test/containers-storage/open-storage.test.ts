import { chmod, mkdir, readFile, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { locateStores } from "../../src/containers-storage/locate-stores.ts";
import { parseLine } from "../../src/containers-storage/tar-split.ts";
import { type ImageSpec, openImage, validateImage, walkImage } from "../../src/index.ts";
import { type StoreLayer, writeStore } from "../support/containers-storage.ts";
import { memoryImage } from "../support/image.ts";
import { everything, factsOf } from "../support/inspectors.ts";
import { tempFolder } from "../support/temp.ts";

const spec: ImageSpec = {
  platform: { os: "linux", architecture: "amd64" },
  layers: [
    {
      createdBy: "ADD root",
      entries: [
        { path: "etc/issue", content: "hello", mode: 0o4755, uid: 7 },
        { path: "data/old", content: "x".repeat(300_000) },
      ],
    },
    { entries: [{ path: "etc/.wh.issue" }, { path: "etc/new", content: "new" }] },
  ],
};
const name = "docker.io/library/shop:latest";
const temp = tempFolder();

let root: string;
let layers: StoreLayer[];
let turn = 0;
beforeEach(async () => {
  turn += 1;
  root = join(temp, `store${turn}`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function walk(image = "shop") {
  const opened = await openImage(`containers-storage:[${root}]${image}`);
  const facts = await walkImage(opened, { inspectors: [everything] });
  const { incomplete, unverified } = facts;
  return { opened, found: factsOf(facts, [everything]), incomplete, unverified };
}

describe.each(["overlay", "vfs"] as const)("a local store of %s", (driver) => {
  beforeEach(async () => {
    layers = await writeStore(root, driver, spec, [name, "localhost/shop:2"]);
  });

  it("gives an image and its layers byte for byte", async () => {
    const { opened, found, incomplete, unverified } = await walk();
    const facts = await walkImage(memoryImage(spec), { inspectors: [everything] });
    expect(found).toEqual(factsOf(facts, [everything]));
    expect([incomplete, unverified]).toEqual([[], []]);
    expect(await validateImage(opened)).toEqual([]);
    expect(opened.subject).toMatchObject({ kind: "image", source: "containers-storage" });
    expect(opened.layers[0]?.createdBy).toBe("ADD root");
  });

  it("finds it by every name that Podman knows it by", async () => {
    const { opened } = await walk(name);
    const { imageId, manifestDigest } = opened;
    for (const other of [
      "shop:latest",
      "library/shop",
      "docker.io/library/shop",
      "shop:2",
      "localhost/shop:2",
      imageId,
      imageId.slice(7, 19),
      `@${imageId.slice(7)}`,
      `shop@${manifestDigest}`,
    ]) {
      expect((await walk(other)).opened.imageId).toBe(imageId);
    }
  });

  it("says what it has when it does not have the image", async () => {
    for (const other of ["none", "shop:3", "hop", "0000000", `shop@sha256:${"0".repeat(64)}`]) {
      await expect(walk(other)).rejects.toMatchObject({
        code: "NOT_FOUND",
        action: `It has ${name}.`,
      });
    }
  });

  it("refuses a layer whose files are no longer what was pulled", async () => {
    await writeFile(join(layers[0]!.files, "etc/issue"), "hullo");
    const { found, incomplete } = await walk();
    expect(incomplete).toMatchObject([{ code: "DIGEST_MISMATCH" }]);
    expect(found.everything?.map(({ layer }) => layer)).toEqual([1, 1]);
  });

  it("reports a layer of which a file is gone, short, or another kind of thing", async () => {
    const file = join(layers[0]!.files, "data/old");
    await writeFile(file, "short");
    expect((await walk()).incomplete).toMatchObject([{ code: "MALFORMED" }]);
    await unlink(file);
    expect((await walk()).incomplete).toMatchObject([{ code: "READ_FAILED" }]);
    await mkdir(file);
    expect((await walk()).incomplete).toMatchObject([{ code: "MALFORMED" }]);
  });

  it("follows no link out of a layer", async () => {
    const outside = join(temp, `outside${turn}`);
    await mkdir(outside);
    await writeFile(join(outside, "issue"), "hello");
    await rm(join(layers[0]!.files, "etc"), { recursive: true });
    await symlink(outside, join(layers[0]!.files, "etc"));
    const { found, incomplete } = await walk();
    expect(incomplete).toMatchObject([{ code: "MALFORMED" }]);
    expect(JSON.stringify(found)).not.toContain("hello");
  });

  it("reads hostile headers without harm", async () => {
    const { tarSplit } = layers[0]!;
    const good = gunzipSync(await readFile(tarSplit));
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), async (all, isPacked) => {
        const bytes = isPacked ? gzipSync(good) : Buffer.from(good);
        for (const [at, byte] of all) bytes[Math.floor(at * bytes.length)] = byte;
        await writeFile(tarSplit, isPacked ? bytes : gzipSync(bytes));
        const { incomplete } = await walk();
        expect(incomplete.length).toBeLessThan(10);
      }),
      { numRuns: 40 },
    );
  });

  it("reports lists that cannot be read", async () => {
    await writeFile(join(root, `${driver}-images/images.json`), "{");
    await expect(walk()).rejects.toMatchObject({ code: "MALFORMED" });
    await rm(join(root, `${driver}-images`), { recursive: true });
    await expect(walk()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.skipIf(process.getuid?.() === 0)("tells whom to be when access is denied", async () => {
    await chmod(root, 0);
    await expect(walk()).rejects.toMatchObject({
      code: "READ_FAILED",
      action: expect.stringContaining("as root"),
    });
    await chmod(root, 0o700);
  });
});

describe("a layer without tar-split", () => {
  it("is read from its folder, and what cannot be seen of it is reported", async () => {
    layers = await writeStore(root, "overlay", spec, [name]);
    for (const { tarSplit } of layers) await unlink(tarSplit);
    const { found, incomplete, unverified } = await walk();
    expect(found.everything?.map(({ path }) => path)).toContain("etc/new");
    expect(incomplete).toMatchObject([{ code: "UNSUPPORTED", what: "the layer's folder" }]);
    expect(unverified).toEqual([0, 1]);
  });

  it("is not guessed at where the folder holds other layers too", async () => {
    layers = await writeStore(root, "vfs", spec, [name]);
    await unlink(layers[1]!.tarSplit);
    expect((await walk()).incomplete).toMatchObject([{ code: "UNSUPPORTED" }]);
  });
});

describe("where a store is", () => {
  const conf = join(temp, "storage.conf");
  const environment = {
    env: { CONTAINERS_STORAGE_CONF: conf, USER: "anna" },
    home: "/home/anna",
    isRoot: false,
  };

  it("is told by storage.conf", async () => {
    await writeFile(
      conf,
      '[storage]\ndriver = "overlay"\ngraphroot = "/srv/images"\n' +
        'rootless_storage_path = "$HOME/store/$USER"\n' +
        '[storage.options]\nadditionalimagestores = ["/usr/lib/images"]\n',
    );
    expect(await locateStores({ ...environment, isRoot: true })).toEqual([
      { driver: "overlay", root: "/srv/images" },
      { driver: "overlay", root: "/usr/lib/images" },
    ]);
    expect((await locateStores(environment))[0]?.root).toBe("/home/anna/store/anna");
  });

  it("is the usual folder otherwise", async () => {
    await writeFile(conf, "");
    expect(await locateStores({ ...environment, isRoot: true })).toEqual([
      { driver: undefined, root: "/var/lib/containers/storage" },
    ]);
    expect((await locateStores(environment))[0]?.root).toBe(
      "/home/anna/.local/share/containers/storage",
    );
  });

  it("is asked for when storage.conf cannot be read", async () => {
    await writeFile(conf, "driver = ");
    await expect(locateStores(environment)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
    vi.stubEnv("CONTAINERS_STORAGE_CONF", conf);
    await expect(openImage("containers-storage:shop")).rejects.toMatchObject({
      code: "INVALID_CONFIG",
    });
    vi.unstubAllEnvs();
  });

  it("can be named, and must be named rightly", async () => {
    for (const wrong of ["[overlay@rel]x", "[/a", "[/a]"]) {
      await expect(openImage(`containers-storage:${wrong}`)).rejects.toMatchObject({
        code: "INVALID_REFERENCE",
      });
    }
    await expect(openImage("containers-storage:[vfs@/nowhere+/run]x")).rejects.toMatchObject({
      code: "NOT_FOUND",
      subject: "/nowhere",
    });
  });
});

describe("a line of tar-split", () => {
  it("is read or refused, whatever it holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        try {
          expect(parseLine(line).kind).toMatch(/^(?:segment|file)$/);
        } catch (error) {
          expect(error).toMatchObject({ code: "MALFORMED" });
        }
      }),
    );
  });
});
