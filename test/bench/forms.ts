import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdCompress } from "node:zlib";
import { writeTar } from "@plimsoll/image";

/** One image, packed in several ways. */
export interface Forms {
  /** OCI layout with gzip layers, as given. */
  gzip: string;
  /** OCI layout of the same layers in zstd. */
  zstd: string;
  /** `docker save` of the same layers, uncompressed. */
  archive: string;
  layers: number;
  packedBytes: number;
  unpackedBytes: number;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** Packs the layers of an OCI layout anew, streaming: no layer is ever in memory as a whole. */
export async function writeForms(layout: string, folder: string): Promise<Forms> {
  const blob = (digest: string) => join(layout, "blobs", ...digest.split(":"));
  const json = async (path: string) => JSON.parse(await readFile(path, "utf8"));
  const index = await json(join(layout, "index.json"));
  const manifest = await json(blob(index.manifests[0].digest));
  const layers: Descriptor[] = manifest.layers;
  const zstd = join(folder, "zstd");
  await mkdir(join(zstd, "blobs/sha256"), { recursive: true });

  const repacked: Descriptor[] = [];
  const plain: string[] = [];
  for (const [number, layer] of layers.entries()) {
    const tar = join(folder, `${number}.tar`);
    await pipeline(
      createReadStream(blob(layer.digest)),
      createGunzip({ chunkSize: 1 << 20 }),
      createWriteStream(tar),
    );
    plain.push(tar);
    repacked.push(await packZstd(tar, zstd));
  }
  const config = await readFile(blob(manifest.config.digest));
  await writeLayout(zstd, manifest, config, repacked);
  const archive = join(folder, "archive.tar");
  await writeArchive(archive, config, plain);
  const unpacked = await Promise.all(plain.map(async (path) => (await stat(path)).size));
  return {
    gzip: layout,
    zstd,
    archive,
    layers: layers.length,
    packedBytes: layers.reduce((sum, { size }) => sum + size, 0),
    unpackedBytes: unpacked.reduce((sum, size) => sum + size, 0),
  };
}

async function packZstd(tar: string, layout: string): Promise<Descriptor> {
  const hash = createHash("sha256");
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const path = join(layout, "blobs/sha256/being-written");
  await pipeline(createReadStream(tar), createZstdCompress(), count, createWriteStream(path));
  const hex = hash.digest("hex");
  const { rename } = await import("node:fs/promises");
  await rename(path, join(layout, "blobs/sha256", hex));
  return {
    mediaType: "application/vnd.oci.image.layer.v1.tar+zstd",
    digest: `sha256:${hex}`,
    size,
  };
}

async function writeLayout(
  layout: string,
  manifest: { config: Descriptor },
  config: Buffer,
  layers: readonly Descriptor[],
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ ...manifest, layers }));
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const put = (of: string, content: Buffer) =>
    writeFile(join(layout, "blobs", ...of.split(":")), content);
  await put(manifest.config.digest, config);
  await put(digest, bytes);
  const descriptor = {
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    digest,
    size: bytes.length,
  };
  await writeFile(
    join(layout, "index.json"),
    JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }),
  );
  await writeFile(join(layout, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
}

/** `docker save`: the headers from our own writer, the layers streamed between them. */
async function writeArchive(path: string, config: Buffer, tars: readonly string[]): Promise<void> {
  const out = createWriteStream(path);
  const append = (bytes: Buffer) =>
    new Promise<void>((done, fail) => out.write(bytes, (error) => (error ? fail(error) : done())));
  const names = tars.map((_, number) => `layer-${number}.tar`);
  const manifest = [{ Config: "config.json", RepoTags: ["bench:latest"], Layers: names }];
  // A tar of its small members, without the two blocks of zeros that end it.
  const members = writeTar([
    { path: "config.json", content: config },
    { path: "manifest.json", content: JSON.stringify(manifest) },
  ]);
  await append(withoutEnd(members));
  for (const [number, tar] of tars.entries()) {
    const { size } = await stat(tar);
    await append(headerFor(names[number]!, size));
    for await (const chunk of createReadStream(tar, { highWaterMark: 1 << 20 }))
      await append(chunk);
    await append(Buffer.alloc((512 - (size % 512)) % 512));
  }
  await append(Buffer.alloc(1024));
  await new Promise<void>((done) => out.end(done));
}

/** The header block of a file whose content follows from elsewhere: only its size is filled in. */
function headerFor(path: string, size: number): Buffer {
  const header = Buffer.from(writeTar([{ path }]).subarray(0, 512));
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.fill(" ", 148, 156);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function withoutEnd(archive: Buffer): Buffer {
  let end = archive.length;
  while (end >= 512 && archive.subarray(end - 512, end).every((byte) => byte === 0)) end -= 512;
  return archive.subarray(0, end);
}
