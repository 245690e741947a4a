import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, zstdCompressSync } from "node:zlib";
import {
  type ImageSpec,
  type LayerSpec,
  packImage,
  writeOciLayout,
  writeTar,
} from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { CraftedLayout } from "../support/src/crafted-layout.ts";
import { shopSpec } from "./shop-spec.ts";

const types = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  tar: "application/vnd.oci.image.layer.v1.tar",
  gzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  zstd: "application/vnd.oci.image.layer.v1.tar+zstd",
};

let folder: string;
let serial = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-hostile-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const craft = () => {
  serial += 1;
  return new CraftedLayout(join(folder, `image-${serial}`));
};

async function check(reference: string) {
  const { exitCode, out, err } = await run(
    "check",
    reference,
    "--no-cache",
    "--fail-on",
    "none",
    "--format",
    "json",
  );
  const report = out === "" ? undefined : JSON.parse(out);
  return {
    exitCode,
    err,
    codes: report?.incomplete.map(({ code }: { code: string }) => code) as string[] | undefined,
    whys: JSON.stringify(report?.incomplete ?? []),
    names: report?.inventory.packages.map(({ name }: { name: string }) => name) as
      | string[]
      | undefined,
  };
}

const shopNames = ["@acme/rope", "curl", "libc6", "lodash"];

/** The shop's image with something bad on top. */
async function checkWithLayer(layer: LayerSpec) {
  const { directory } = craft();
  const spec = shopSpec();
  await writeOciLayout(directory, { ...spec, layers: [...spec.layers, layer] });
  const checked = await check(`oci-dir:${directory}`);
  expect(checked.names?.toSorted()).toEqual(shopNames);
  return checked;
}

/** The shop's image with each layer, and the configuration, replaced by what `change` makes of it. */
async function checkChanged(change: {
  layer?: (bytes: Buffer) => { content: Uint8Array; mediaType: string };
  config?: (config: Record<string, unknown>) => object | string;
  configType?: string;
  spec?: ImageSpec;
}) {
  const layout = craft();
  const packed = packImage(change.spec ?? shopSpec());
  const layers = await Promise.all(
    packed.layers.map(({ bytes }) =>
      layout.add(change.layer?.(bytes) ?? { content: bytes, mediaType: types.gzip }),
    ),
  );
  const parsed = JSON.parse(packed.config.toString());
  const config = await layout.add({
    content: change.config?.(parsed) ?? packed.config,
    mediaType: change.configType ?? types.config,
  });
  const manifest = await layout.add({
    content: { schemaVersion: 2, mediaType: types.manifest, config, layers },
    mediaType: types.manifest,
  });
  return check(await layout.finish({ schemaVersion: 2, manifests: [manifest] }));
}

describe("layers that are not what their media type says", () => {
  it.each([
    ["gzip that is called zstd", (bytes: Buffer) => bytes, types.zstd],
    ["gzip that is called plain", (bytes: Buffer) => bytes, types.tar],
    ["a plain archive that is called gzip", (bytes: Buffer) => gunzipSync(bytes), types.gzip],
    [
      "zstd that is called gzip",
      (bytes: Buffer) => zstdCompressSync(gunzipSync(bytes)),
      types.gzip,
    ],
    ["a layer of an unknown type", (bytes: Buffer) => bytes, "application/octet-stream"],
  ])("are read for what they are: %s", async (_, pack, mediaType) => {
    const { exitCode, names, codes } = await checkChanged({
      layer: (bytes) => ({ content: pack(bytes), mediaType }),
    });
    expect({ exitCode, codes }).toEqual({ exitCode: 0, codes: [] });
    expect(names?.toSorted()).toEqual(shopNames);
  });

  it("are listed when they are nothing that can be read", async () => {
    const { exitCode, codes } = await checkChanged({
      layer: () => ({ content: Buffer.alloc(4096, 0x5a), mediaType: types.gzip }),
    });
    expect(exitCode).toBe(3);
    expect(codes).not.toEqual([]);
  });

  it("are refused where the configuration is none of an image", async () => {
    const { exitCode, err, codes } = await checkChanged({
      configType: "application/vnd.cncf.helm.config.v1+json",
      config: () => ({ name: "chart" }),
    });
    expect(exitCode).toBe(3);
    expect(err + codes).toMatch(/MALFORMED|UNSUPPORTED/);
  });
});

describe("archives that want to fill memory or time", () => {
  it("stops at a layer of headers without number", async () => {
    const header = writeTar([{ path: "a", content: "" }]).subarray(0, 512);
    const layer = zstdCompressSync(Buffer.alloc(540 * 1024 * 512, header));
    const spec = shopSpec();
    const { exitCode, whys, names } = await checkChanged({
      spec: { ...spec, layers: [...spec.layers, { tar: writeTar([{ path: "last" }]) }] },
      layer: (bytes) => ({ content: bytes.length < 160 ? layer : bytes, mediaType: types.gzip }),
    });
    expect(exitCode).toBe(3);
    expect(whys).toContain("LIMIT_EXCEEDED");
    expect(names?.toSorted()).toEqual(shopNames);
  }, 20_000);

  it.each([
    ["a path of 5,000 characters", `${"d".repeat(90)}/`.repeat(55)],
    ["a path of 400 folders", "d/".repeat(400)],
  ])("passes over %s", async (_, prefix) => {
    const { exitCode, codes } = await checkWithLayer({
      entries: [{ path: `${prefix}file`, content: "x" }],
    });
    expect({ exitCode, codes }).toEqual({ exitCode: 3, codes: ["LIMIT_EXCEEDED"] });
  });

  it.each([
    ["a record longer than its header", "999999999 path=x\n", "MALFORMED"],
    ["a record without length", "path=x\n", "MALFORMED"],
    ["a negative size", pax("size", "-5"), "MALFORMED"],
    ["a size beyond every disk", pax("size", "9223372036854775807"), "MALFORMED"],
    ["a size beyond the archive", pax("size", "1000000000"), "MALFORMED"],
    ["a header of 2 MiB", pax("comment", "x".repeat(2_097_152)), "LIMIT_EXCEEDED"],
    [
      "a sparse map in disorder",
      pax("GNU.sparse.map", "100,10,0,50") + pax("GNU.sparse.size", "200"),
      "MALFORMED",
    ],
    [
      "a sparse file of 8 EiB",
      pax("GNU.sparse.map", "0,1") + pax("GNU.sparse.size", "9223372036854775807"),
      "MALFORMED|LIMIT_EXCEEDED",
    ],
    ["a path out of the image", pax("path", "../../etc/shadow"), "MALFORMED|UNSUPPORTED"],
  ])("lists PAX abuse and keeps the rest: %s", async (_, records, code) => {
    const { exitCode, codes } = await checkWithLayer({ tar: withPax(records) });
    expect(exitCode).toBe(3);
    expect(codes?.join()).toMatch(new RegExp(code));
  });
});

describe("links that lead nowhere", () => {
  it("ends where symbolic links go in circles around a package database", async () => {
    const { exitCode } = await checkWithLayer({
      entries: [
        { path: "usr/lib/os-release", type: "symlink", linkTarget: "../../a" },
        { path: "a", type: "symlink", linkTarget: "b" },
        { path: "b", type: "symlink", linkTarget: "a" },
        { path: "loop", type: "symlink", linkTarget: "../../../../loop" },
        { path: "hard", type: "hardlink", linkTarget: "hard" },
        { path: "app/node_modules/self", type: "symlink", linkTarget: "../node_modules" },
      ],
    });
    expect([0, 3]).toContain(exitCode);
  });
});

describe("indexes and manifests made to trip a reader", () => {
  it("does not follow indexes in indexes for ever", async () => {
    const layout = craft();
    let inner = await layout.add({
      content: { schemaVersion: 2, manifests: [] },
      mediaType: types.index,
    });
    for (let depth = 0; depth < 40; depth += 1) {
      inner = await layout.add({
        content: { schemaVersion: 2, mediaType: types.index, manifests: [inner] },
        mediaType: types.index,
      });
    }
    const { exitCode, err } = await check(
      await layout.finish({ schemaVersion: 2, manifests: [inner] }),
    );
    expect(exitCode).toBe(3);
    expect(err).toMatch(/\((?:LIMIT_EXCEEDED|NOT_FOUND|MALFORMED)\)/);
  });

  it.each([
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["text", '"x"'],
    ["no manifests", '{"schemaVersion":2}'],
    ["manifests of the wrong type", '{"schemaVersion":2,"manifests":[null,1,"x",{}]}'],
    ["brackets without end", "[".repeat(200_000)],
    ["a digest that is a path", indexOf("sha256:../../../../etc/passwd")],
    ["an unknown algorithm", indexOf(`md5:${"0".repeat(32)}`)],
    ["a blob that is not there", indexOf(`sha256:${"0".repeat(64)}`)],
    ["more bytes than an index may have", `{"a":"${"x".repeat(20_000_000)}"}`],
  ])("refuses an index that holds %s", async (_, index) => {
    const { exitCode, err } = await check(await craft().finish(index));
    expect(exitCode).toBe(3);
    expect(err).toMatch(/^error: .+\n {2}/);
    expect(err).not.toContain("should not have");
  });
});

describe("configurations made to trip a reader", () => {
  it.each([
    ["nothing", () => ""],
    ["null", () => "null"],
    ["brackets without end", () => "[".repeat(500_000)],
    ["objects in objects", () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["more bytes than a configuration may have", () => `{"a":"${"x".repeat(40_000_000)}"}`],
    [
      "values of the wrong type",
      (config: object) => ({
        ...config,
        config: { Env: 5, User: {}, Cmd: "x", Labels: [], ExposedPorts: [1], Healthcheck: "no" },
        history: "none",
      }),
    ],
    [
      "half a million history entries",
      (config: object) => ({
        ...config,
        history: Array.from({ length: 500_000 }, () => ({ created_by: "x", empty_layer: true })),
      }),
    ],
    [
      "fewer layers than the manifest",
      (config: object) => ({
        ...config,
        rootfs: { type: "layers", diff_ids: [] },
      }),
    ],
    [
      "an environment of 100,000 variables",
      (config: object) => ({
        ...config,
        config: { Env: Array.from({ length: 100_000 }, (_, i) => `A${i}=${"x".repeat(20)}`) },
      }),
    ],
  ])("answers in time to one that holds %s", async (name, config) => {
    const started = performance.now();
    const { exitCode, err } = await checkChanged({ config });
    expect(exitCode).toBe(name.startsWith("an environment") ? 0 : 3);
    expect(err).not.toContain("should not have");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("files in an image made to trip a reader", () => {
  it.each([
    ["package.json of brackets", "app/node_modules/evil/package.json", "[".repeat(300_000)],
    ["package.json that is null", "app/node_modules/evil/package.json", "null"],
    [
      "package.json of wrong types",
      "app/node_modules/evil/package.json",
      '{"name":{},"version":[]}',
    ],
    ["os-release of one line", "etc/os-release.d", "A".repeat(2_000_000)],
    ["an apk database of noise", "lib/apk/db/installed", "P".repeat(1_000_000)],
    ["a stanza of one endless line", "var/lib/dpkg/status.d/evil", "x".repeat(5_000_000)],
    [
      "a stanza of endless continuation",
      "var/lib/dpkg/status.d/evil",
      `Package: a\n${" x\n".repeat(500_000)}`,
    ],
  ])("keeps the rest of the report beside %s", async (_, path, content) => {
    const started = performance.now();
    const { exitCode, err } = await checkWithLayer({ entries: [{ path, content }] });
    expect([0, 3]).toContain(exitCode);
    expect(err).toBe("");
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

function indexOf(digest: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    manifests: [{ mediaType: types.manifest, digest, size: 10 }],
  });
}

/** One PAX record with its true length (pax(1), extended header). */
function pax(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** An archive of one file with these PAX records before it, checksums and all. */
function withPax(records: string): Buffer {
  const [header, file] = [
    writeTar([{ path: "PaxHeaders/x", content: records }]),
    writeTar([{ path: "file", content: "x" }]),
  ];
  const content = Math.ceil(Buffer.byteLength(records) / 512) * 512;
  const pax = Buffer.from(header.subarray(0, 512 + content));
  pax.write("x", 156, "latin1");
  pax.fill(" ", 148, 156);
  const sum = pax.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  pax.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([pax, file]);
}
