import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import { writeTar } from "@plimsoll/image";

/** Writes an OCI layout of one gzip layer with `files` files of `bytes` each; streamed, whatever its size. */
export async function writeLargeImage(
  directory: string,
  files: number,
  bytes: number,
): Promise<void> {
  const blobs = join(directory, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const content = noise(bytes);
  const diff = createHash("sha256");
  const packed = createHash("sha256");
  const temporary = join(blobs, "being-written");
  let size = 0;
  await pipeline(
    Readable.from(entries(files, content)),
    hashing(diff),
    createGzip({ level: constants.Z_BEST_SPEED }),
    hashing(packed, (length) => {
      size += length;
    }),
    createWriteStream(temporary),
  );
  const layer = `sha256:${packed.digest("hex")}`;
  await rename(temporary, join(blobs, layer.slice(7)));
  const config = await put(blobs, {
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: [`sha256:${diff.digest("hex")}`] },
  });
  const manifest = await put(blobs, {
    schemaVersion: 2,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: layer, size }],
  });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest }] };
  await writeFile(join(directory, "index.json"), JSON.stringify(index));
  await writeFile(join(directory, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
}

/** Entries many at a time: a stream of single headers takes minutes for millions of them. */
function* entries(files: number, content: Buffer): Generator<Buffer> {
  const atOnce = content.length === 0 ? 5000 : 1;
  for (let first = 0; first < files; first += atOnce) {
    const count = Math.min(atOnce, files - first);
    const archive = writeTar(
      Array.from({ length: count }, (_, i) => ({
        path: `srv/data/${Math.floor((first + i) / 1000)}/file-${first + i}`,
        content,
      })),
    );
    // Without the two blocks of zeros that end an archive.
    yield archive.subarray(0, archive.length - 1024);
  }
  yield Buffer.alloc(1024);
}

function hashing(hash: Hash, count: (bytes: number) => void = () => {}): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      count(chunk.length);
      done(null, chunk);
    },
  });
}

async function put(blobs: string, value: object): Promise<{ digest: string; size: number }> {
  const bytes = Buffer.from(JSON.stringify(value));
  const hex = createHash("sha256").update(bytes).digest("hex");
  await writeFile(join(blobs, hex), bytes);
  return { digest: `sha256:${hex}`, size: bytes.length };
}

/** A third noise, the rest repeated, as in `writeSyntheticImage`. */
function noise(bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  let state = 42;
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content.writeUInt32LE(at % 12 === 0 ? state : 65_537, at);
  }
  return content;
}
