import type { Progress } from "@plimsoll/core";

/** A parsed image reference: `registry/repository[:tag][@digest]`. */
export interface Reference {
  /** Host with port, e.g. `registry-1.docker.io`, `localhost:5000`; `docker.io` is kept as written by users. */
  readonly registry: string;
  /** e.g. `library/debian` */
  readonly repository: string;
  /** `latest` when neither tag nor digest was given. */
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** image-spec, descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** bytes */
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: { os: string; architecture: string; variant?: string };
}

export interface Manifest {
  readonly bytes: Buffer;
  /** Computed over `bytes`, and equal to the digest asked for, if one was. */
  readonly digest: string;
  readonly mediaType: string;
  /** The parsed JSON; always an object. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface RequestOptions {
  signal?: AbortSignal;
  progress?: Progress;
}

/** Bytes of a blob as stored. */
export interface BlobRange {
  readonly offset: number;
  readonly length: number;
}

/** A request to a service that is no registry but takes a registry's logins, such as Notary. */
export interface ServiceRequest {
  /** HTTPS; plain HTTP on this machine, or on a host listed as insecure. */
  readonly url: URL;
  readonly method: "GET" | "POST";
  /** The registry whose login is used. */
  readonly registry: string;
  /** What a token is asked for, as a repository's name. */
  readonly scope: string;
  /** Default `pull`. */
  readonly actions?: "pull" | "pull,push";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Of the answer; more is `LIMIT_EXCEEDED`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A session with any number of registries. Tokens and connections are reused until `close`. */
export interface RegistryClient {
  /** Fetches the manifest or index that the reference names; its digest is verified. */
  getManifest(reference: Reference, options?: RequestOptions): Promise<Manifest>;
  /** Digest of what the reference names, without fetching it; `undefined` when the registry does not tell. */
  getDigest(reference: Reference, options?: RequestOptions): Promise<string | undefined>;
  /** Streams a blob. The last chunk is delivered only after the digest is verified; broken transfers resume by range. */
  getBlob(
    reference: Reference,
    blob: Pick<Descriptor, "digest" | "size">,
    options?: RequestOptions,
  ): AsyncIterable<Uint8Array>;
  /**
   * Some bytes of a blob, at most 128 MiB, which nobody can verify by the blob's digest; `undefined`
   * from a registry that does not serve ranges.
   */
  getBlobRange(
    reference: Reference,
    blob: Pick<Descriptor, "digest" | "size">,
    range: BlobRange,
    options?: RequestOptions,
  ): Promise<Buffer | undefined>;
  /** A blob in memory; at most `maxBytes` (default 4 MiB), else `LIMIT_EXCEEDED`. */
  getSmallBlob(
    reference: Reference,
    blob: Pick<Descriptor, "digest" | "size">,
    options?: RequestOptions & { maxBytes?: number },
  ): Promise<Buffer>;
  /** Manifests whose subject is `digest`: the referrers API, else the tag `sha256-<hex>`. */
  getReferrers(
    reference: Reference,
    digest: string,
    options?: RequestOptions,
  ): Promise<readonly Descriptor[]>;
  listTags(reference: Reference, options?: RequestOptions): Promise<readonly string[]>;
  /** Uploads a blob unless the repository already has it. */
  putBlob(
    reference: Reference,
    bytes: Uint8Array,
    options?: RequestOptions,
  ): Promise<{ digest: string; size: number }>;
  /**
   * Uploads a manifest under the reference's tag, or by its digest when there is no tag. When the
   * manifest has a subject and the registry has no referrers API, the tag index is updated.
   */
  putManifest(
    reference: Reference,
    bytes: Uint8Array,
    mediaType: string,
    options?: RequestOptions,
  ): Promise<{ digest: string; size: number }>;
  /**
   * Asks a service beside a registry, with the registry's login, proxies and time limits; any status
   * may come back. Absent from clients that know registries only.
   */
  requestService?(request: ServiceRequest): Promise<ServiceAnswer>;
  close(): Promise<void>;
}
