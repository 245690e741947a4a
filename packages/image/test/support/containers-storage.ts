import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { digestOf } from "../../src/digest.ts";
import { type ImageSpec, packImage, type TarEntry, writeTar } from "../../src/index.ts";

/** A line of tar-split. */
export type SplitLine =
  | { type: 2; payload: string; position: number }
  | { type: 1; name: string; size?: number; payload: string | null; position: number };

export interface StoreLayer {
  /** Its folder of files. */
  files: string;
  tarSplit: string;
}

/** Writes an image of plain files into a store as Podman keeps it; answers with its layers. */
export async function writeStore(
  root: string,
  driver: "overlay" | "vfs",
  spec: ImageSpec,
  names: readonly string[],
): Promise<StoreLayer[]> {
  const packed = packImage(spec);
  const id = packed.imageId.slice("sha256:".length);
  const layers: StoreLayer[] = [];
  const diffs: object[] = [];
  let parent: string | undefined;
  for (const { entries = [] } of spec.layers) {
    const tar = writeTar(entries);
    const layer = digestOf(Buffer.from(`${parent}${digestOf(tar)}`)).slice("sha256:".length);
    const files =
      driver === "vfs" ? join(root, "vfs/dir", layer) : join(root, driver, layer, "diff");
    await mkdir(files, { recursive: true });
    for (const { path, content, type = "file" } of entries) {
      if (type !== "file") continue;
      await mkdir(dirname(join(files, path)), { recursive: true });
      await writeFile(join(files, path), content ?? "");
    }
    const tarSplit = join(root, `${driver}-layers`, `${layer}.tar-split.gz`);
    await put(tarSplit, packSplit(splitTar(tar, entries)));
    diffs.push({ id: layer, parent, "diff-digest": digestOf(tar), "diff-size": tar.length });
    layers.push({ files, tarSplit });
    parent = layer;
  }
  const images = [{ id, digest: packed.digest, names, layer: parent }];
  await put(join(root, `${driver}-layers/layers.json`), JSON.stringify(diffs));
  await put(join(root, `${driver}-images/images.json`), JSON.stringify(images));
  await put(join(root, `${driver}-images`, id, "manifest"), packed.manifest);
  const key = Buffer.from(packed.imageId).toString("base64");
  await put(join(root, `${driver}-images`, id, `=${key}`), packed.config);
  return layers;
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export function packSplit(lines: readonly object[]): Buffer {
  return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** As tar-split has it: contents are left out of the archive. */
export function splitTar(tar: Buffer, entries: readonly TarEntry[]): SplitLine[] {
  const lines: SplitLine[] = [];
  let at = 0;
  const segment = (end: number) => {
    const payload = tar.subarray(at, end).toString("base64");
    lines.push({ type: 2, payload, position: lines.length });
    at = end;
  };
  for (const { path, content = "" } of entries) {
    const size = Buffer.byteLength(content);
    // Of plain entries the headers are one block, behind the padding of what came before.
    segment(Math.ceil(at / 512) * 512 + 512);
    lines.push({ type: 1, name: path, size, payload: null, position: lines.length });
    at += size;
  }
  segment(tar.length);
  return lines;
}
