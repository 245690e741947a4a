import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { EngineClient } from "@plimsoll/engine";
import type { RegistryClient } from "@plimsoll/registry";
import { describe, expect, it } from "vitest";
import {
  type ImageSpec,
  type OpenOptions,
  openImage,
  packImage,
  validateImage,
  walkImage,
  writeDockerArchive,
  writeOciArchive,
  writeOciLayout,
  writeTar,
} from "../../src/index.ts";
import { everything, factsOf, manifests, privileged } from "../support/inspectors.ts";
import { tempFolder } from "../support/temp.ts";

const root = tempFolder();
const inspectors = [everything, manifests, privileged];

const spec: ImageSpec = {
  created: "2026-01-02T03:04:05Z",
  layers: [
    {
      createdBy: "ADD rootfs.tar /",
      entries: [
        { path: "bin/", type: "directory" },
        { path: "bin/su", content: "su", mode: 0o4755 },
        { path: "bin/sh", type: "hardlink", linkTarget: "bin/su" },
        { path: "lib", type: "symlink", linkTarget: "usr/lib" },
        { path: "bin/ping", xattrs: { "security.capability": Buffer.from([1, 0, 0, 2]) } },
      ],
    },
    {
      createdBy: "COPY app /app",
      entries: [{ path: "app/package.json", content: '{"name":"shop"}' }],
    },
    { createdBy: "RUN rm /bin/su", entries: [{ path: "bin/.wh.su" }] },
  ],
  emptyHistory: { 1: ["ENV A=1"], 3: ["USER app"] },
  config: {
    user: "app",
    env: ["A=1"],
    entrypoint: ["/bin/sh"],
    cmd: ["-c", "true"],
    exposedPorts: ["80/tcp"],
    labels: { "org.opencontainers.image.source": "https://example.org" },
    healthcheck: { test: ["CMD", "true"] },
    volumes: ["/data"],
    workingDir: "/app",
    shell: ["/bin/sh", "-c"],
    stopSignal: "SIGTERM",
    onBuild: ["RUN true"],
  },
};

const path = (name: string) => join(root, name);
const digestPath = (digest: string) => `blobs/${digest.replace(":", "/")}`;
const open = (reference: string, options: OpenOptions = {}) =>
  openImage(reference, { platform: "linux/amd64", ...options });
const rejection = async (reference: string, options: OpenOptions = {}) => {
  const error = await open(reference, options).then(
    () => undefined,
    (error) => error,
  );
  return `${error?.code} ${error?.action ?? ""}`;
};

/** A registry of one image, in memory. */
function fakeRegistry(image = packImage(spec)): RegistryClient {
  const blobs = new Map<string, Buffer>(image.layers.map(({ digest, bytes }) => [digest, bytes]));
  blobs.set(image.imageId, image.config);
  return {
    getManifest: async () => ({
      bytes: image.manifest,
      digest: image.digest,
      mediaType: image.mediaType,
      json: JSON.parse(image.manifest.toString()),
    }),
    getSmallBlob: async (_reference: unknown, { digest }: { digest: string }) => blobs.get(digest)!,
    async *getBlob(_reference: unknown, { digest }: { digest: string }) {
      const bytes = blobs.get(digest)!;
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    },
    close: async () => {},
  } as unknown as RegistryClient;
}

function fakeEngine(archive: string): EngineClient {
  return {
    async *exportImage() {
      const bytes = readFileSync(archive);
      for (let at = 0; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
    },
    close: async () => {},
  } as unknown as EngineClient;
}

describe("the same image from every source", async () => {
  await writeOciLayout(path("layout"), spec);
  await writeOciLayout(path("docker-types"), { ...spec, format: "docker" });
  await writeOciLayout(path("zstd"), {
    ...spec,
    layers: spec.layers.map((layer) => ({ ...layer, compression: "zstd" as const })),
  });
  await writeOciArchive(path("layout.tar"), spec);
  await writeDockerArchive(path("docker.tar"), spec, { tags: ["acme/shop:1", "acme/shop:2"] });
  await writeDockerArchive(path("legacy.tar"), spec, { layout: "legacy" });
  writeFileSync(path("docker.tar.gz"), gzipSync(readFileSync(path("docker.tar"))));
  const compressed = spec.layers.map((layer) => ({ ...layer, compression: "gzip" as const }));
  await writeDockerArchive(path("compressed.tar"), { ...spec, layers: compressed });

  const expected = await open(`oci-dir:${path("layout")}`);
  const expectedFacts = factsOf(await walkImage(expected, { inspectors }), inspectors);
  const sources: [string, OpenOptions?][] = [
    [`oci-dir:${path("layout")}`],
    [`oci-dir:${path("layout")}:latest`],
    [`oci-dir:${path("layout")}@${packImage(spec).digest}`],
    [`oci-dir:${path("docker-types")}`],
    [`oci-dir:${path("zstd")}`],
    [`oci-archive:${path("layout.tar")}`],
    [`docker-archive:${path("docker.tar")}`],
    [`docker-archive:${path("docker.tar")}:acme/shop:2`],
    [`docker-archive:${path("docker.tar.gz")}`],
    [`docker-archive:${path("legacy.tar")}`],
    [`docker-archive:${path("compressed.tar")}`],
    ["registry.example/acme/shop:1", { registry: fakeRegistry() }],
    ["registry:acme/shop", { registry: fakeRegistry() }],
    ["docker-daemon:acme/shop:1", { engine: fakeEngine(path("docker.tar")) }],
  ];

  it("has facts to compare", () => {
    expect(expectedFacts.everything).toHaveLength(7);
    expect(expectedFacts.manifests).toEqual([{ path: "app/package.json", layer: 1, fact: "shop" }]);
    expect(expectedFacts.privileged).toMatchObject([
      { path: "bin/sh" },
      { path: "bin/su", hiddenBy: 2 },
    ]);
  });

  it.each(sources)("%s", async (reference, options) => {
    const tempDirectory = path(`temp-${Math.random()}`);
    mkdirSync(tempDirectory);
    const image = await open(reference, { ...options, tempDirectory });
    expect(await validateImage(image)).toEqual([]);
    const facts = await walkImage(image, { inspectors });
    expect(factsOf(facts, inspectors)).toEqual(expectedFacts);
    expect(facts.incomplete).toEqual([]);
    expect(image.imageId).toBe(packImage(spec).imageId);
    expect(image.config).toEqual(expected.config);
    expect(image.subject.reference).toBe(reference);
    expect(image.layers.map(({ createdBy }) => createdBy)).toEqual([
      "ADD rootfs.tar /",
      "COPY app /app",
      "RUN rm /bin/su",
    ]);
    await image.close();
    expect(readdirSync(tempDirectory)).toEqual([]);
  });

  it("has its configuration read field by field", () => {
    expect(expected.config).toMatchObject({
      created: "2026-01-02T03:04:05Z",
      os: "linux",
      architecture: "amd64",
      run: { ...spec.config, exposedPorts: ["80/tcp"], volumes: ["/data"] },
    });
    expect(expected.config.history.map(({ emptyLayer }) => emptyLayer)).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
    expect(expected.subject).toEqual({
      kind: "image",
      reference: `oci-dir:${path("layout")}`,
      source: "oci-dir",
      digest: packImage(spec).digest,
      imageId: packImage(spec).imageId,
      platform: { os: "linux", architecture: "amd64" },
      created: "2026-01-02T03:04:05Z",
    });
  });
});

describe("choosing a platform", async () => {
  const forPlatform = (os: string, architecture: string, variant?: string): ImageSpec => ({
    platform: { os, architecture, ...(variant && { variant }) },
    layers: [{ entries: [{ path: `${architecture}${variant ?? ""}` }] }],
  });
  const images = [
    forPlatform("linux", "arm", "v6"),
    forPlatform("linux", "arm", "v7"),
    forPlatform("linux", "arm64", "v8"),
    forPlatform("linux", "amd64"),
    forPlatform("windows", "amd64"),
  ];
  const { images: written, digest: indexDigest } = await writeOciLayout(path("multi"), images);
  const layout = path("multi");

  it.each([
    ["linux/amd64", 3],
    ["linux/arm64", 2],
    ["linux/aarch64", 2],
    ["linux/arm64/v8", 2],
    ["linux/arm", 1],
    ["linux/arm/v6", 0],
    ["windows/amd64", 4],
  ])("%s", async (platform, index) => {
    const image = await open(`oci-dir:${layout}`, { platform });
    expect(image.manifestDigest).toBe(written[index]?.digest);
  });

  it("says which platforms there are", async () => {
    expect(await rejection(`oci-dir:${layout}`, { platform: "linux/s390x" })).toBe(
      "NOT_FOUND Choose one of linux/arm/v6, linux/arm/v7, linux/arm64/v8, linux/amd64, windows/amd64.",
    );
    await writeOciLayout(path("one"), spec);
    expect(await rejection(`oci-dir:${path("one")}`, { platform: "linux/arm64" })).toContain(
      "linux/amd64",
    );
    expect(await rejection(`oci-dir:${layout}`, { platform: "arm64" })).toContain(
      "INVALID_ARGUMENT",
    );
  });

  it("looks into indexes within indexes, and passes over attestations", async () => {
    const index = readFileSync(join(layout, digestPath(indexDigest)));
    const outer = wrap([
      {
        mediaType: "application/vnd.oci.image.index.v1+json",
        digest: indexDigest,
        size: index.length,
      },
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: written[3]!.digest,
        size: 1,
        platform: { os: "unknown", architecture: "unknown" },
        annotations: { "vnd.docker.reference.type": "attestation-manifest" },
      },
    ]);
    writeFileSync(join(layout, "index.json"), outer);
    expect((await open(`oci-dir:${layout}`)).manifestDigest).toBe(written[3]!.digest);
  });

  it("gives up on an index that leads into itself or too deep", async () => {
    let inner = wrap([]);
    for (let depth = 0; depth < 8; depth += 1) inner = store(layout, inner);
    writeFileSync(join(layout, "index.json"), inner);
    expect(await rejection(`oci-dir:${layout}`)).toContain("LIMIT_EXCEEDED");
  });
});

function wrap(manifests: unknown[]): Buffer {
  const mediaType = "application/vnd.oci.image.index.v1+json";
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
}

function store(layout: string, bytes: Buffer): Buffer {
  const digest = packDigest(bytes);
  writeFileSync(join(layout, digestPath(digest)), bytes);
  return wrap([
    { mediaType: "application/vnd.oci.image.index.v1+json", digest, size: bytes.length },
  ]);
}

function packDigest(bytes: Buffer): string {
  return packImage({ layers: [{ tar: bytes, compression: "none" }] }).layers[0]!.diffId;
}

describe("what cannot be opened is named", () => {
  const layoutWith = async (name: string, change: (files: string) => void) => {
    await writeOciLayout(path(name), spec);
    change(path(name));
    return rejection(`oci-dir:${path(name)}`);
  };
  const packed = packImage(spec);

  it("a path that is not there, and a layout that is none", async () => {
    expect(await rejection(`oci-dir:${path("nowhere")}`)).toContain("NOT_FOUND");
    expect(await rejection(`docker-archive:${path("nowhere.tar")}`)).toContain("NOT_FOUND");
    expect(await rejection(`oci-dir:${root}`)).toContain("docker-archive:");
    expect(await rejection("oci-dir:")).toContain("INVALID_REFERENCE");
    expect(await rejection(`dir:${path("nowhere")}`)).toContain("NOT_FOUND");
  });

  it("a file that is no archive", async () => {
    writeFileSync(path("text"), "text".repeat(1000));
    writeFileSync(path("bad.gz"), Buffer.concat([gzipSync("x").subarray(0, 12), Buffer.alloc(99)]));
    writeFileSync(path("empty.tar"), writeTar([{ path: "unrelated" }]));
    expect(await rejection(`docker-archive:${path("text")}`)).toContain("MALFORMED");
    expect(await rejection(`docker-archive:${path("bad.gz")}`)).toContain("MALFORMED");
    expect(await rejection(`docker-archive:${path("empty.tar")}`)).toContain("oci-archive:");
  });

  it("a manifest or configuration that was changed", async () => {
    const change = (digest: string) => (layout: string) => {
      writeFileSync(join(layout, digestPath(digest)), '{"schemaVersion":2}');
    };
    expect(await layoutWith("changed-1", change(packed.digest))).toContain("DIGEST_MISMATCH");
    expect(await layoutWith("changed-2", change(packed.imageId))).toContain("DIGEST_MISMATCH");
  });

  it("a tag that is not there, and several images without one", async () => {
    await writeOciLayout(path("tags"), spec, { tag: "one" });
    expect(await rejection(`oci-dir:${path("tags")}:two`)).toBe("NOT_FOUND It has one.");
    const index = JSON.parse(readFileSync(path("tags/index.json"), "utf8"));
    const [descriptor] = index.manifests;
    const annotations = { "org.opencontainers.image.ref.name": "two" };
    index.manifests.push({ ...descriptor, annotations });
    writeFileSync(path("tags/index.json"), JSON.stringify(index));
    expect(await rejection(`oci-dir:${path("tags")}`)).toContain("one, two");
    expect((await open(`oci-dir:${path("tags")}:two`)).manifestDigest).toBe(packed.digest);
  });

  it("an image whose layers are not those of its configuration", async () => {
    const manifest = JSON.parse(packed.manifest.toString());
    manifest.layers.pop();
    const client = fakeRegistry({ ...packed, manifest: Buffer.from(JSON.stringify(manifest)) });
    expect(await rejection("acme/shop", { registry: client })).toContain("MALFORMED");
  });

  it("schema 1, and artifacts that are no images", async () => {
    const schema1 = Buffer.from('{"schemaVersion":1,"fsLayers":[]}');
    const old = fakeRegistry({
      ...packed,
      manifest: schema1,
      mediaType: "application/vnd.docker.distribution.manifest.v1+prettyjws",
    });
    expect(await rejection("acme/shop", { registry: old })).toContain("UNSUPPORTED");
    const chart = Buffer.from('{"name":"chart"}');
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: {
          mediaType: "application/vnd.cncf.helm.config.v1+json",
          digest: packDigest(chart),
          size: 1,
        },
        layers: [],
      }),
    );
    const helm = fakeRegistry({ ...packed, imageId: packDigest(chart), config: chart, manifest });
    expect(await rejection("acme/chart", { registry: helm })).toContain("UNSUPPORTED");
  });

  it("a docker archive without its configuration, with links in circles, or with a false name", async () => {
    const archive = (name: string, entries: Parameters<typeof writeTar>[0]) => {
      writeFileSync(path(name), writeTar(entries));
      return rejection(`docker-archive:${path(name)}`);
    };
    const manifest = (Config: string) => ({
      path: "manifest.json",
      content: JSON.stringify([{ Config, RepoTags: null, Layers: [] }]),
    });
    expect(await archive("no-config.tar", [manifest("c.json")])).toContain("NOT_FOUND");
    const circle = { path: "c.json", type: "symlink" as const, linkTarget: "c.json" };
    expect(await archive("circle.tar", [circle, manifest("c.json")])).toContain("NOT_FOUND");
    const outside = {
      path: "c.json",
      type: "symlink" as const,
      linkTarget: "../../../etc/hostname",
    };
    expect(await archive("outside.tar", [outside, manifest("c.json")])).toContain("NOT_FOUND");
    const name = `${"0".repeat(64)}.json`;
    expect(await archive("false.tar", [{ path: name, content: "{}" }, manifest(name)])).toContain(
      "DIGEST_MISMATCH",
    );
    expect(await archive("list.tar", [{ path: "manifest.json", content: "{}" }])).toContain(
      "MALFORMED",
    );
  });

  it("a docker archive that is cut off in a layer: the rest is still walked", async () => {
    const whole = readFileSync(path("docker.tar"));
    const last = { path: "pad", content: "x".repeat(9000) };
    await writeDockerArchive(
      path("long.tar"),
      { ...spec, layers: [...spec.layers, { entries: [last] }] },
      { layout: "legacy" },
    );
    expect(whole.length).toBeGreaterThan(0);
    const bytes = readFileSync(path("long.tar"));
    // The last layer's content is zeroed: its headers no longer hold.
    const at = bytes.lastIndexOf("x".repeat(9000)) - 512;
    bytes.fill(0x41, at, at + 512);
    writeFileSync(path("long.tar"), bytes);
    const image = await open(`docker-archive:${path("long.tar")}`);
    const facts = await walkImage(image, { inspectors });
    expect(facts.incomplete.map(({ code }) => code)).toEqual(["MALFORMED"]);
    expect(facts.of(manifests)).toHaveLength(1);
  });
});

describe("a folder as a root file system", () => {
  it("is one layer without digests, links not followed and pipes not opened", async () => {
    const folder = path("rootfs");
    mkdirSync(join(folder, "app"), { recursive: true });
    writeFileSync(join(folder, "app/package.json"), '{"name":"shop"}');
    writeFileSync(join(folder, ".wh.kept"), "a plain name here");
    writeFileSync(path("secret"), "outside");
    symlinkSync(path("secret"), join(folder, "outside"));
    symlinkSync(".", join(folder, "loop"));
    mkdirSync(join(folder, "app/.git/objects"), { recursive: true });
    writeFileSync(join(folder, "app/.git/package.json"), '{"name":"of an older commit"}');
    const image = await open(`dir:${folder}`);
    expect(await validateImage(image)).toEqual([]);
    expect(image.subject).toMatchObject({ kind: "filesystem", source: "dir" });
    expect(image.subject.digest).toBeUndefined();
    const facts = await walkImage(image, { inspectors });
    expect(facts.of(everything).map(({ path }) => path)).toEqual([
      ".wh.kept",
      "app",
      "app/.git",
      "app/package.json",
      "loop",
      "outside",
    ]);
    expect(JSON.stringify(facts.of(everything))).not.toContain('"outside"}');
    expect(facts.of(everything).at(-1)?.fact.content).toBe("");
    expect(facts.of(manifests)).toEqual([{ path: "app/package.json", layer: 0, fact: "shop" }]);
  });
});
