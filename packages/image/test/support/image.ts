import type { Image, ImageSpec, LayerSpec } from "../../src/index.ts";
import { packImage } from "../../src/index.ts";
import { assembleImage } from "../../src/open/assemble-image.ts";
import { parseImageConfig } from "../../src/open/parse-config.ts";

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** An image in memory whose layers are streams, optionally changed on their way. */
export function memoryImage(
  spec: ImageSpec | readonly LayerSpec[],
  change: (bytes: Buffer, index: number) => Buffer = (bytes) => bytes,
  chunkSize = 1000,
): Image {
  const layers = "layers" in spec ? spec.layers : spec;
  const packed = packImage({ ...("layers" in spec ? spec : {}), layers });
  return assembleImage({
    reference: "memory",
    source: "registry",
    config: parseImageConfig(packed.config, "memory"),
    imageId: packed.imageId,
    manifestDigest: packed.digest,
    layers: packed.layers.map(({ digest, mediaType, bytes }, index) => ({
      digest,
      mediaType,
      sizeBytes: bytes.length,
      content: async () => ({
        kind: "stream",
        stream: inChunks(change(bytes, index), chunkSize),
      }),
    })),
    close: async () => {},
  });
}
