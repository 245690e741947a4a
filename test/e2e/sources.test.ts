import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Compression,
  openImage,
  packImage,
  validateImage,
  writeDockerArchive,
  writeOciArchive,
  writeOciLayout,
} from "@plimsoll/image";
import { withoutSource } from "@plimsoll/test-support/same-image";
import { check, type Report } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type RegistryServer, startRegistry } from "../support/src/registry.ts";
import { shopSpec } from "./shop-spec.ts";

let folder: string;
let registry: RegistryServer;
let engine: Server;
let socket: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-sources-"));
  const spec = shopSpec();
  await writeOciLayout(join(folder, "layout"), spec);
  await writeOciLayout(join(folder, "zstd"), compressed("zstd"));
  await writeOciArchive(join(folder, "oci.tar"), spec);
  await writeDockerArchive(join(folder, "docker.tar"), spec, { tags: ["shop:1"] });
  await writeDockerArchive(join(folder, "legacy.tar"), spec, {
    tags: ["shop:1"],
    layout: "legacy",
  });
  registry = await startRegistry();
  push();
  await serveEngine();
});

afterAll(async () => {
  await registry.close();
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

function compressed(compression: Compression) {
  const spec = shopSpec();
  return { ...spec, layers: spec.layers.map((layer) => ({ ...layer, compression })) };
}

function push(): void {
  const image = packImage(shopSpec());
  const repository = registry.repository("acme/shop");
  for (const { bytes } of image.layers) repository.putBlob(bytes);
  repository.putBlob(image.config);
  repository.putManifest(image.manifest, image.mediaType, "1");
}

/** As much of an engine as saving an image asks for. */
async function serveEngine(): Promise<void> {
  const archive = await readFile(join(folder, "docker.tar"));
  socket = join(folder, "engine.sock");
  engine = createServer((request, response) => {
    response.setHeader("api-version", "1.41");
    const path = new URL(request.url ?? "/", "http://engine").pathname;
    if (path.endsWith("/_ping")) response.end("OK");
    else if (/\/images\/shop(?::|%3A)1\/get$/.test(path)) response.end(archive);
    else response.writeHead(404, { "content-type": "application/json" }).end('{"message":"no"}');
  });
  await new Promise<void>((done) => engine.listen(socket, done));
}

const references: [string, () => string][] = [
  ["registry", () => `${registry.host}/acme/shop:1`],
  ["oci-dir", () => `oci-dir:${folder}/layout`],
  ["oci-dir with zstd layers", () => `oci-dir:${folder}/zstd`],
  ["oci-archive", () => `oci-archive:${folder}/oci.tar`],
  ["docker-archive", () => `docker-archive:${folder}/docker.tar`],
  ["docker-archive of old", () => `docker-archive:${folder}/legacy.tar`],
  ["docker-daemon", () => "docker-daemon:shop:1"],
];

/** The report without the source's name, how it packs the image, and times. */
function comparable(report: Report): string {
  return JSON.stringify(withoutSource(report), null, 1);
}

async function checked(reference: string): Promise<Report> {
  process.env.DOCKER_HOST = `unix://${socket}`;
  onTestFinished(() => {
    delete process.env.DOCKER_HOST;
  });
  return check(reference, {
    config: { cache: { enabled: false }, registry: { insecure: [registry.host] } },
    now: new Date("2026-01-01T00:00:00Z"),
  });
}

describe("the same image from every source", () => {
  it("has something to find in each room", async () => {
    const report = await checked(`oci-dir:${folder}/layout`);
    expect(report.incomplete).toEqual([]);
    expect(report.inventory.packages.map(({ purl }) => purl)).toEqual([
      "pkg:deb/debian/curl@7.88.1-10+deb12u3?arch=amd64&distro=debian-12",
      "pkg:deb/debian/libc6@2.36-9+deb12u1?arch=amd64&distro=debian-12",
      "pkg:npm/%40acme/rope@1.0.0",
      "pkg:npm/lodash@4.17.4",
    ]);
    const ids = report.findings.map((finding) => finding.vulnerability?.id ?? finding.rule);
    expect(ids).toEqual(
      expect.arrayContaining(["CVE-2019-10744", "CVE-2023-38545", "CVE-2023-4911", "setuid-file"]),
    );
    expect(report.privileges.files.map(({ path }) => path)).toEqual(["usr/bin/su"]);
    expect(report.verdict.result).toBe("fail");
    // curl came with the second layer, libc6 with the first, although both stand in one file.
    const [curl, libc] = report.inventory.packages;
    expect(curl?.layer).toBe(report.inventory.layers[1]?.diffId);
    expect(libc?.layer).toBe(report.inventory.layers[0]?.diffId);
  });

  it.each(references)("gives the same report from %s", async (_, reference) => {
    const expected = comparable(await checked(`oci-dir:${folder}/layout`));
    const report = await checked(reference());
    expect(comparable(report)).toBe(expected);
    expect(report.subject.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each(references)("is a valid image from %s", async (_, reference) => {
    process.env.DOCKER_HOST = `unix://${socket}`;
    const registryOptions = { insecure: [registry.host] };
    const image = await openImage(reference(), { registry: registryOptions });
    onTestFinished(() => {
      delete process.env.DOCKER_HOST;
      return image.close();
    });
    expect(await validateImage(image)).toEqual([]);
  });
});
