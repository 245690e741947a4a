import { randomUUID } from "node:crypto";
import type { Answer } from "./registry-faults.ts";
import { digestOf, RepositoryStore, subjectOf } from "./registry-store.ts";

export interface ApiOptions {
  /** Default true. */
  referrersApi?: boolean;
  /** Whether range requests are honoured. Default true. */
  ranges?: boolean;
  /** Most entries of a page of tags or referrers. Default: all. */
  pageSize?: number;
  /** Blobs are redirected to `<this>/<digest>?signature=secret`. */
  blobOrigin?: string;
}

export interface ApiRequest {
  method: string;
  url: URL;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** The OCI distribution API over stores in memory. */
export class RegistryApi {
  readonly #repositories = new Map<string, RepositoryStore>();
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  repository(name: string): RepositoryStore {
    let store = this.#repositories.get(name);
    if (!store) {
      store = new RepositoryStore();
      this.#repositories.set(name, store);
    }
    return store;
  }

  /** A blob of any repository. */
  findBlob(digest: string): Buffer | undefined {
    return [...this.#repositories.values()]
      .map((store) => store.blobs.get(digest))
      .find((blob) => blob);
  }

  answer(request: ApiRequest): Answer {
    const path = decodeURIComponent(request.url.pathname);
    const match = /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|tags|referrers)\/(.*)$/.exec(path);
    if (!match) return refuse(404, "NAME_UNKNOWN");
    const [, name = "", kind, rest = ""] = match;
    if (!this.#repositories.has(name) && !["POST", "PUT", "PATCH"].includes(request.method)) {
      return refuse(404, "NAME_UNKNOWN");
    }
    const store = this.repository(name);
    if (kind === "blobs/uploads") return this.#upload(store, request, name, rest);
    if (kind === "blobs") return this.#blob(store, request, rest);
    if (kind === "manifests") return this.#manifest(store, request, rest);
    if (kind === "tags") return this.#page(request, "tags", [...store.tags.keys()], { name });
    if (this.#options.referrersApi === false) return refuse(404, "NOT_FOUND");
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const entries = store.referrersOf(rest);
    return this.#page(request, "manifests", entries, { schemaVersion: 2, mediaType });
  }

  /** A blob's bytes, or the part that the request asks for. */
  serveBlob(bytes: Buffer, range: unknown): Answer {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(typeof range === "string" ? range : "");
    const headers = { "content-type": "application/octet-stream", "accept-ranges": "bytes" };
    if (asked === null || this.#options.ranges === false)
      return { status: 200, headers, body: bytes };
    const start = Number(asked[1]);
    const body = bytes.subarray(start, asked[2] ? Number(asked[2]) + 1 : bytes.length);
    const contentRange = `bytes ${start}-${start + body.length - 1}/${bytes.length}`;
    return { status: 206, headers: { ...headers, "content-range": contentRange }, body };
  }

  #blob(store: RepositoryStore, request: ApiRequest, digest: string): Answer {
    const bytes = store.blobs.get(digest);
    if (!bytes) return refuse(404, "BLOB_UNKNOWN");
    const { blobOrigin } = this.#options;
    if (blobOrigin === undefined) return this.serveBlob(bytes, request.headers.range);
    return { status: 307, headers: { location: `${blobOrigin}/${digest}?signature=secret` } };
  }

  #manifest(store: RepositoryStore, request: ApiRequest, name: string): Answer {
    if (request.method === "PUT") {
      const type = String(request.headers["content-type"] ?? "");
      const { digest } = store.putManifest(request.body, type, name);
      const subject = subjectOf(request.body);
      const listed = this.#options.referrersApi !== false && subject !== undefined;
      const headers = {
        "docker-content-digest": digest,
        ...(listed ? { "oci-subject": subject } : {}),
      };
      return { status: 201, headers };
    }
    const manifest = store.manifest(name);
    if (!manifest) return refuse(404, "MANIFEST_UNKNOWN");
    const headers = {
      "content-type": manifest.mediaType,
      "docker-content-digest": manifest.digest,
    };
    return { status: 200, headers, body: manifest.bytes };
  }

  #upload(store: RepositoryStore, request: ApiRequest, name: string, id: string): Answer {
    if (request.method === "POST") {
      const upload = randomUUID();
      store.uploads.set(upload, Buffer.alloc(0));
      return { status: 202, headers: { location: `/v2/${name}/blobs/uploads/${upload}?state=1` } };
    }
    const received = store.uploads.get(id);
    if (!received) return refuse(404, "BLOB_UPLOAD_UNKNOWN");
    if (request.method === "PATCH") {
      const all = Buffer.concat([received, request.body]);
      store.uploads.set(id, all);
      const location = `/v2/${name}/blobs/uploads/${id}?state=${all.length}`;
      return { status: 202, headers: { location, range: `0-${Math.max(0, all.length - 1)}` } };
    }
    if (request.method !== "PUT") return refuse(404, "BLOB_UPLOAD_UNKNOWN");
    const bytes = Buffer.concat([received, request.body]);
    const digest = request.url.searchParams.get("digest") ?? "";
    if (digestOf(bytes, digest.split(":")[0] || "sha256") !== digest)
      return refuse(400, "DIGEST_INVALID");
    store.uploads.delete(id);
    store.putBlob(bytes, digest);
    return { status: 201, headers: { "docker-content-digest": digest } };
  }

  #page(request: ApiRequest, key: string, all: readonly unknown[], rest: object): Answer {
    const start = Number(request.url.searchParams.get("from") ?? 0);
    const end = start + (this.#options.pageSize ?? all.length);
    const body = Buffer.from(JSON.stringify({ ...rest, [key]: all.slice(start, end) }));
    const type =
      key === "manifests" ? "application/vnd.oci.image.index.v1+json" : "application/json";
    const link = `<${request.url.pathname}?from=${end}>; rel="next"`;
    return {
      status: 200,
      headers: { "content-type": type, ...(end < all.length ? { link } : {}) },
      body,
    };
  }
}

function refuse(status: number, code: string): Answer {
  const body = Buffer.from(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }));
  return { status, headers: { "content-type": "application/json" }, body };
}
