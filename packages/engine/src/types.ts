import type { Progress } from "@plimsoll/core";

export interface EngineRequestOptions {
  signal?: AbortSignal;
  progress?: Progress;
}

/** What `/version` tells. */
export interface EngineVersion {
  /** e.g. `28.0.1` */
  readonly version: string;
  /** e.g. `1.48` */
  readonly apiVersion: string;
  readonly os: string;
  readonly architecture: string;
  /** Name and version of each part, e.g. `Engine`, `containerd`, `runc`, `Podman Engine`. */
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

/** What `/images/{name}/json` tells (Engine API, `ImageInspect`). */
export interface EngineImage {
  /** `sha256:…`; of the configuration, or of the manifest with Docker's containerd store. */
  readonly id: string;
  /** e.g. `debian:12` */
  readonly repoTags: readonly string[];
  /** e.g. `debian@sha256:…` */
  readonly repoDigests: readonly string[];
  /** RFC 3339 */
  readonly created?: string;
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly sizeBytes: number;
  /** Oldest first. */
  readonly diffIds: readonly string[];
  /** The whole answer. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What `/containers/{id}/json` tells (Engine API, `ContainerInspect`). */
export interface EngineContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  /** Without a leading slash. */
  readonly name: string;
  /** ID of the image that it was made from; empty when the engine does not say. */
  readonly imageId: string;
  /** The image as it was named then: by now the name may lead to another one. */
  readonly imageName: string;
  /** RFC 3339 */
  readonly created?: string;
  /** `running`, `exited` … */
  readonly status: string;
  /** Its settings, in the form of an image's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The whole answer. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What differs between a container and its image. Paths are absolute. */
export interface ContainerChange {
  readonly path: string;
  readonly kind: "modified" | "added" | "deleted";
}

/** What `/containers/{id}/stats` tells (Engine API, `ContainerStats`). */
export interface ContainerStatistics {
  readonly memoryBytes?: number;
  readonly processes?: number;
}

/** What an engine tells of itself in one document: `/info`, `/version`, `/swarm`. */
export type EngineDocument = "info" | "version" | "swarm";

/** What an engine lists: containers also when they do not run, images also when they have no name. */
export type EngineList = "containers" | "images" | "networks" | "nodes" | "services" | "secrets";

/** A session with one engine. Connections are reused until `close`. */
export interface EngineClient {
  /** Finds the engine and agrees on an API version with it. */
  ping(options?: EngineRequestOptions): Promise<{ apiVersion: string }>;
  version(options?: EngineRequestOptions): Promise<EngineVersion>;
  /** Describes a local image, named by reference or ID. `NOT_FOUND` when the engine does not have it. */
  inspectImage(name: string, options?: EngineRequestOptions): Promise<EngineImage>;
  /** Streams a local image as a `docker save` archive. */
  exportImage(name: string, options?: EngineRequestOptions): AsyncIterable<Uint8Array>;
  /** Describes a container, named by name or ID. `NOT_FOUND` when the engine does not have it. */
  inspectContainer(name: string, options?: EngineRequestOptions): Promise<EngineContainer>;
  /** Names of all containers, also of those that do not run. */
  listContainers(options?: EngineRequestOptions): Promise<readonly string[]>;
  /** What a container changed of its image's files. */
  listContainerChanges(
    name: string,
    options?: EngineRequestOptions,
  ): Promise<readonly ContainerChange[]>;
  /** Streams a container's files as one tar archive, without what is mounted into it. */
  exportContainer(name: string, options?: EngineRequestOptions): AsyncIterable<Uint8Array>;
  /** A document as the engine sends it. */
  readDocument(
    document: EngineDocument,
    options?: EngineRequestOptions,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** A list as the engine sends it; what is no object in it is left out. */
  readList(
    list: EngineList,
    options?: EngineRequestOptions,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The history of an image as the engine sends it, newest first. */
  readHistory(
    name: string,
    options?: EngineRequestOptions,
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** A process that was started in a container (`docker exec`), by its ID, as the engine sends it. */
  inspectExec(
    id: string,
    options?: EngineRequestOptions,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** What a container uses now; of one that does not run nothing is told. */
  readStatistics(name: string, options?: EngineRequestOptions): Promise<ContainerStatistics>;
  /**
   * Changes limits or the restart policy of a container as it runs (Engine API, `ContainerUpdate`).
   *
   * @returns what the engine warns of
   */
  updateContainer(
    name: string,
    settings: Readonly<Record<string, unknown>>,
    options?: EngineRequestOptions,
  ): Promise<readonly string[]>;
  close(): Promise<void>;
}
