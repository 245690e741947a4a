import { PlimsollError } from "@plimsoll/core";
import { formatReference, type RegistryClient } from "@plimsoll/registry";
import { requireSha256 } from "../cosign/digest.ts";
import { formatRepository } from "../cosign/repository.ts";
import type { PrivateKey } from "../keys/private-key.ts";
import { type ImageName, toReference } from "../reference.ts";
import type { TimestampAuthority } from "../timestamp/request-token.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import { pushBundle } from "./push-bundle.ts";
import { pushClassic } from "./push-classic.ts";
import type { Pushed, Signing } from "./signer.ts";

/** Where and how a signature is kept; see `SignOptions.format`. */
export type SigningFormat = "classic" | "bundle" | "notation-jws" | "notation-cose";

const formats: readonly SigningFormat[] = ["classic", "bundle", "notation-jws", "notation-cose"];

export interface SignOptions {
  client: RegistryClient;
  reference: ImageName;
  /** Digest of the manifest to sign; default: that of the reference, else the tag is resolved, once. */
  digest?: string | undefined;
  key: PrivateKey;
  /**
   * `classic` (default) adds to the tag `sha256-<hex>.sig`, which every cosign, Skopeo, Podman and
   * Kyverno reads. `bundle` attaches a Sigstore bundle as a referrer, as cosign 3 does by default.
   * `notation-jws` and `notation-cose` attach a Notary Project signature, and need `certificates`.
   */
  format?: SigningFormat | undefined;
  /** DER, the key's own first, the root last; see `loadCertificateChain`. For notation alone. */
  certificates?: readonly Uint8Array[] | undefined;
  /** When the signature expires; for notation alone. */
  expiry?: Date | undefined;
  /** Countersigns, so that the signature outlives its certificates; for notation alone. */
  tsa?: TimestampAuthority | undefined;
  /** Signed along with the digest, e.g. `{ commit: "4f1d…" }`; at most 64 KiB in all. */
  annotations?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
}

export interface SignedImage {
  /** `registry/repository@digest`: what was signed. */
  readonly reference: string;
  readonly digest: string;
  readonly format: SigningFormat;
  /** Hex SHA-256 of the public key. */
  readonly keyId: string;
  /** Digest of the manifest that carries the signature. */
  readonly signatureDigest: string;
  /** True when the same key had signed the same already, and nothing was written. */
  readonly wasSigned: boolean;
}

const maxAnnotationBytes = 64 * 1024;

/**
 * Signs a manifest (or index) in a registry with a key, and puts the signature beside it. What is
 * signed is the digest, never the tag. The signature is verified before it is pushed; signing twice
 * with the same key and annotations leaves one signature.
 *
 * @throws PlimsollError `NOT_FOUND` when there is no such manifest; `MALFORMED` when the signature tag
 * holds something else; `LIMIT_EXCEEDED` for more signatures or annotations than are ever read; the
 * registry's own errors
 */
export async function signImage(options: SignOptions): Promise<SignedImage> {
  const { client, key, signal, annotations = {} } = options;
  const format = options.format ?? "classic";
  if (!formats.includes(format)) {
    throw new PlimsollError("INVALID_ARGUMENT", `There is no format "${String(format)}"`, {
      action: `Use one of ${formats.join(", ")}.`,
    });
  }
  refuseLongAnnotations(annotations);
  const named = toReference(options.reference);
  const asked = options.digest ?? named.digest;
  const name = asked === undefined ? named : inRepository(named, { digest: requireSha256(asked) });
  // Also for a known digest: a signature for a manifest that is not there helps nobody.
  const manifest = await client.getManifest(name, requestOptions({ signal }));
  const digest = requireSha256(manifest.digest);
  const reference = inRepository(named, { digest });
  const question = {
    digest,
    repository: formatRepository(named),
    tag: undefined,
    keys: [key.publicKey],
  };
  const subject = { mediaType: manifest.mediaType, digest, size: manifest.bytes.length };
  const signing = { client, reference, subject, key, annotations, question, signal };
  const pushed = await push(signing, format, options);
  return {
    reference: formatReference(reference),
    digest,
    format,
    keyId: key.publicKey.keyId,
    ...pushed,
  };
}

async function push(
  signing: Signing,
  format: SigningFormat,
  { certificates = [], expiry, tsa }: SignOptions,
): Promise<Pushed> {
  if (format === "classic") return pushClassic(signing);
  if (format === "bundle") return pushBundle(signing);
  // Certificates and CBOR are written by few.
  const { pushNotation } = await import("../notation/push-notation.ts");
  const { x509Signer } = await import("../signers/x509-signer.ts");
  const signer = x509Signer(signing.key, certificates);
  const envelope = format === "notation-jws" ? "jws" : "cose";
  return pushNotation({ ...signing, signer }, { envelope, expiry, tsa });
}

function refuseLongAnnotations(annotations: Readonly<Record<string, string>>): void {
  if (Buffer.byteLength(JSON.stringify(annotations)) <= maxAnnotationBytes) return;
  throw new PlimsollError("LIMIT_EXCEEDED", "The annotations are too long to be signed", {
    action: `Keep them within ${maxAnnotationBytes} bytes of JSON.`,
  });
}
