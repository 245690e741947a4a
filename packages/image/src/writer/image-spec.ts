import type { Platform } from "@plimsoll/core";
import type { Compression } from "../image.ts";
import type { TarEntry } from "./tar-entry.ts";

/** An image to write. */
export interface ImageSpec {
  /** Oldest first. */
  layers: readonly LayerSpec[];
  /** How a container of it starts. */
  config?: RunSpec;
  /** Default `linux/amd64`. */
  platform?: Platform;
  /** RFC 3339; default `1970-01-01T00:00:00Z`. */
  created?: string;
  /**
   * Instructions that made no layer, by the number of layers before them: `{ 1: ["ENV A=1"] }`
   * stands between the first and the second layer.
   */
  emptyHistory?: Readonly<Record<number, readonly string[]>>;
  annotations?: Readonly<Record<string, string>>;
  /** Media types of OCI (default) or of Docker's schema 2. */
  format?: "oci" | "docker";
}

export interface LayerSpec {
  /** What the layer holds, or its archive as it stands. */
  entries?: readonly TarEntry[];
  tar?: Uint8Array;
  /** Default `gzip`. */
  compression?: Compression;
  /** The instruction that made it; default `COPY . /`. */
  createdBy?: string;
}

/** image-spec, config.md, with Docker's health check and shell. */
export interface RunSpec {
  user?: string;
  /** `NAME=value` */
  env?: readonly string[];
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  workingDir?: string;
  /** `80/tcp` */
  exposedPorts?: readonly string[];
  volumes?: readonly string[];
  labels?: Readonly<Record<string, string>>;
  stopSignal?: string;
  /** Durations as Docker has them, in nanoseconds. */
  healthcheck?: { test: readonly string[]; interval?: number; timeout?: number; retries?: number };
  onBuild?: readonly string[];
  shell?: readonly string[];
}
