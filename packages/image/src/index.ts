export { type LayerCache, layerCacheKey, openLayerCache } from "./cache/layer-cache.ts";
export { writeWhole } from "./cache/write-whole.ts";
export { chainIdsOf } from "./chain-id.ts";
export type { HistoryEntry, ImageConfig } from "./config.ts";
export type { ImageFacts, Located } from "./facts.ts";
export type { BlobRange, ChangedPaths, Compression, Image, Layer, LayerContent } from "./image.ts";
export type { FactReader, FileEntry, FileRange, Inspector } from "./inspector.ts";
export { listConfigFaults } from "./open/config-faults.ts";
export { openImage } from "./open/open-image.ts";
export type { OpenOptions } from "./open/options.ts";
export type { ImageSizes, LayerSize } from "./squash/measure.ts";
export { readTarFiles, type TarFileSink } from "./tar/read-tar-files.ts";
export { validateImage } from "./validate/validate-image.ts";
export { defaultWalkLimits, type WalkLimits } from "./walk/limits.ts";
export { serveLayerWorker } from "./walk/serve-layer-worker.ts";
export { type WalkOptions, walkImage } from "./walk/walk-image.ts";
export type { ImageSpec, LayerSpec, RunSpec } from "./writer/image-spec.ts";
export { type PackedImage, type PackedLayer, packImage, packIndex } from "./writer/pack-image.ts";
export type { TarEntry } from "./writer/tar-entry.ts";
export {
  type DockerArchiveOptions,
  writeDockerArchive,
  writeOciArchive,
} from "./writer/write-docker-archive.ts";
export {
  type OciLayoutOptions,
  type WrittenImage,
  writeOciLayout,
} from "./writer/write-oci-layout.ts";
export { writeTar } from "./writer/write-tar.ts";
