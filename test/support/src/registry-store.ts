import { createHash } from "node:crypto";

export interface StoredManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly digest: string;
}

/** Content of one repository of the test registry. */
export class RepositoryStore {
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, StoredManifest>();
  /** Digest by tag. */
  readonly tags = new Map<string, string>();
  /** Bytes received so far, by upload. */
  readonly uploads = new Map<string, Buffer>();

  putBlob(bytes: Uint8Array, digest = digestOf(bytes)): string {
    this.blobs.set(digest, Buffer.from(bytes));
    return digest;
  }

  putManifest(bytes: Uint8Array, mediaType: string, name?: string): StoredManifest {
    const algorithm = name?.startsWith("sha512:") ? "sha512" : "sha256";
    const manifest = { bytes: Buffer.from(bytes), mediaType, digest: digestOf(bytes, algorithm) };
    this.manifests.set(manifest.digest, manifest);
    if (name !== undefined && !name.includes(":")) this.tags.set(name, manifest.digest);
    return manifest;
  }

  manifest(name: string): StoredManifest | undefined {
    return this.manifests.get(name.includes(":") ? name : (this.tags.get(name) ?? ""));
  }

  /** Index entries of the manifests whose subject is `digest`. */
  referrersOf(digest: string): Record<string, unknown>[] {
    return [...this.manifests.values()].flatMap((manifest) => {
      const json = parse(manifest.bytes);
      if (json.subject?.digest !== digest) return [];
      const artifactType = json.artifactType ?? json.config?.mediaType;
      const { mediaType, bytes } = manifest;
      return [
        {
          mediaType,
          digest: manifest.digest,
          size: bytes.length,
          artifactType,
          annotations: json.annotations,
        },
      ];
    });
  }
}

/** `sha256:…` of the bytes. */
export function digestOf(bytes: Uint8Array, algorithm = "sha256"): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

/** The digest of a manifest's subject, if it has one. */
export function subjectOf(bytes: Buffer): string | undefined {
  return parse(bytes).subject?.digest;
}

interface ManifestJson {
  artifactType?: string;
  config?: { mediaType?: string };
  subject?: { digest?: string };
  annotations?: Record<string, string>;
}

function parse(bytes: Buffer): ManifestJson {
  try {
    return JSON.parse(bytes.toString("utf8")) as ManifestJson;
  } catch {
    return {};
  }
}
