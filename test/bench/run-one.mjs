// One piece of work in a process of its own, so that its memory is its own: prints a Measurement.
// Plain JavaScript on the built packages: what users run, without the cost of stripping types.
//   run-one.mjs inflate LAYOUT        bare decompression of the layers, nothing else
//   run-one.mjs verify LAYOUT         that, and both digests of each layer: what anybody does who checks what is read
//   run-one.mjs sbom REFERENCE [DIR]  the SBOM pass; DIR is a cache of layers
//   run-one.mjs secrets REFERENCE     the SBOM pass, looking for secrets too
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip, createZstdDecompress } from "node:zlib";

const [work, target, cache] = process.argv.slice(2);
const inflateChunkBytes = 1024 * 1024;
const readBytes = 256 * 1024;

const cpuBefore = process.cpuUsage();
const start = performance.now();
const parts = work === "secrets" ? ["packages", "secrets"] : ["packages"];
const found =
  work === "inflate" || work === "verify"
    ? await inflateLayers(target, work === "verify")
    : await countPackages(target, parts, cache);
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
console.log(JSON.stringify({ seconds, cpuSeconds, peakMb: await peakResidentMb(), found }));

/**
 * Peak of the resident set in MB. getrusage(2) also counts what the parent held when it forked;
 * proc(5) does not, so that is asked first.
 */
async function peakResidentMb() {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(kib) * 1024) / 1e6;
}

/** Bytes that come out of all layers, decompressed side by side as a scanner may do it too. */
async function inflateLayers(layout, isVerified) {
  const blobs = await layerBlobs(layout);
  const sizes = await Promise.all(blobs.map((blob) => inflate(blob, isVerified)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function inflate({ path, mediaType, digest, diffId }, isVerified) {
  const hashes = isVerified ? [createHash("sha256"), createHash("sha256")] : [];
  const [blob, content] = hashes;
  return new Promise((resolve, reject) => {
    let size = 0;
    const options = { chunkSize: inflateChunkBytes };
    const inflater = mediaType.endsWith("zstd")
      ? createZstdDecompress(options)
      : createGunzip(options);
    inflater.on("data", (chunk) => {
      size += chunk.length;
      content?.update(chunk);
    });
    inflater.on("error", reject).on("end", () => {
      const found = hashes.map((hash) => `sha256:${hash.digest("hex")}`);
      if (!isVerified || found.join() === [digest, diffId].join()) resolve(size);
      else reject(new Error(`${path} has other digests: ${found}`));
    });
    const packed = createReadStream(path, { highWaterMark: readBytes }).on("error", reject);
    if (isVerified) packed.on("data", (chunk) => blob.update(chunk));
    packed.pipe(inflater);
  });
}

async function layerBlobs(layout) {
  const json = async (path) => JSON.parse(await readFile(join(layout, path), "utf8"));
  const blob = (digest) => join("blobs", ...digest.split(":"));
  const index = await json("index.json");
  const manifest = await json(blob(index.manifests[0].digest));
  const config = await json(blob(manifest.config.digest));
  return manifest.layers.map(({ digest, mediaType }, index) => ({
    path: join(layout, blob(digest)),
    mediaType,
    digest,
    diffId: config.rootfs.diff_ids[index],
  }));
}

/** Loading the packages counts: a user waits for it too. */
async function countPackages(reference, parts, directory) {
  const { check } = await import("plimsoll");
  const report = await check(reference, {
    parts,
    config: {
      advisories: { offline: true },
      cache: directory === undefined ? { enabled: false } : { directory },
    },
  });
  // What is not supported was looked at all the same; anything else spoils the measurement.
  const expected = ["UNSUPPORTED", "LIMIT_EXCEEDED"];
  const faults = report.incomplete.filter(({ code }) => !expected.includes(code));
  if (faults.length > 0) throw new Error(JSON.stringify(faults.slice(0, 3)));
  return report.inventory.packages.length;
}
