import { PlimsollError } from "@plimsoll/core";
import {
  createRegistryClient,
  formatReference,
  type Manifest,
  parseReference,
  type RegistryClient,
} from "@plimsoll/registry";
import { shardLimits } from "../shards/read-file.ts";
import { indexLimits } from "../shards/read-index.ts";
import type { Mirror, MirrorOptions } from "./mirror.ts";
import { indexMediaType, signatureAnnotation } from "./oci-artefact.ts";

/**
 * Shards as an artefact in an OCI registry: `oci://ghcr.io/acme/advisories:latest`.
 *
 * @throws PlimsollError `INVALID_REFERENCE`
 */
export function openOciMirror(address: string, options: MirrorOptions): Mirror {
  const reference = parseReference(address.replace(/^oci:\/\//, ""));
  const name = `oci://${formatReference(reference)}`;
  const { insecure = [], timeoutMs, signal } = options;
  let opened: RegistryClient | undefined;
  const client = () => {
    opened ??= createRegistryClient({ insecure, ...(timeoutMs !== undefined && { timeoutMs }) });
    return opened;
  };
  const watch = signal ? { signal } : {};
  return {
    name,
    async fetchIndex(tag) {
      const isSame = tag !== undefined && (await client().getDigest(reference, watch)) === tag;
      if (isSame) return undefined;
      const manifest = await client().getManifest(reference, watch);
      const { config, signature } = readManifest(manifest, name);
      const maxBytes = indexLimits.bytes;
      const bytes = await client().getSmallBlob(reference, config, { ...watch, maxBytes });
      return { bytes, ...(signature !== undefined && { signature }), tag: manifest.digest };
    },
    fetchFile: ({ file: { sha256, bytes } }) =>
      client().getSmallBlob(
        reference,
        { digest: `sha256:${sha256}`, size: bytes },
        { ...watch, maxBytes: shardLimits.fileBytes },
      ),
    close: async () => opened?.close(),
  };
}

function readManifest({ json }: Manifest, subject: string) {
  const config = (json.config ?? {}) as Record<string, unknown>;
  const { mediaType, digest, size } = config;
  if (mediaType !== indexMediaType || typeof digest !== "string" || typeof size !== "number") {
    throw new PlimsollError("UNSUPPORTED", "The artefact does not hold advisories", {
      subject,
      action: "Name what `plimsoll advisories publish` wrote.",
    });
  }
  const signature = (json.annotations as Record<string, unknown> | undefined)?.[
    signatureAnnotation
  ];
  return {
    config: { digest, size },
    signature: typeof signature === "string" ? signature : undefined,
  };
}
