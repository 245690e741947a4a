import { PlimsollError } from "@plimsoll/core";
import { formatReference, type RegistryClient } from "@plimsoll/registry";
import { formatRepository } from "../cosign/repository.ts";
import type { PrivateKey } from "../keys/private-key.ts";
import { type ImageName, toReference } from "../reference.ts";
import { toSigner } from "../signers/key-signer.ts";
import type { Signer } from "../signers/signer.ts";
import type { TimestampAuthority } from "../timestamp/request-token.ts";
import { listPlatforms } from "./list-platforms.ts";
import { pushBundle } from "./push-bundle.ts";
import { pushClassic } from "./push-classic.ts";
import { resolveSubject, type Subject } from "./resolve-subject.ts";
import type { LogService } from "./services/signing-config.ts";
import type { Pushed, Signing } from "./signer.ts";

/** Where and how a signature is kept; see `SignOptions.format`. */
export type SigningFormat = "classic" | "bundle" | "notation-jws" | "notation-cose";

const formats: readonly SigningFormat[] = ["classic", "bundle", "notation-jws", "notation-cose"];

/** Who signs, and what proves it to others. */
export interface SigningOptions {
  client: RegistryClient;
  reference: ImageName;
  /** Digest of the manifest to sign; default: that of the reference, else the tag is resolved, once. */
  digest?: string | undefined;
  /** A key, a key in a key management service (`openKmsKey`), or a short-lived one (`keylessSigner`). */
  signer?: Signer | PrivateKey | undefined;
  /** Transparency logs to record the signature in, where everybody can read it; default: none. */
  tlog?: readonly LogService[] | undefined;
  /** Full addresses of timestamping authorities (RFC 3161); default: none. */
  tsa?: readonly string[] | undefined;
  /**
   * Parsed `trusted_root.json` documents. With any, what the services gave is verified against them
   * before it is pushed; without, only that it is about this signature.
   */
  trustedRoots?: readonly unknown[] | undefined;
  signal?: AbortSignal | undefined;
}

export interface SignOptions extends SigningOptions {
  /** The same as `signer`, for a private key. */
  key?: PrivateKey | undefined;
  /**
   * `classic` adds to the tag `sha256-<hex>.sig`, which every cosign, Skopeo, Podman and Kyverno reads.
   * `bundle` attaches a Sigstore bundle as a referrer, as cosign 3 does by default. Default: `classic`
   * for a key, `bundle` for a certificate. `notation-jws` and `notation-cose` attach a Notary Project
   * signature, and need `key` and `certificates`.
   */
  format?: SigningFormat | undefined;
  /** DER, the key's own first, the root last; see `loadCertificateChain`. For notation alone. */
  certificates?: readonly Uint8Array[] | undefined;
  /** When the signature expires; for notation alone. */
  expiry?: Date | undefined;
  /** Countersigns, so that the signature outlives its certificates; for notation alone. */
  timestampAuthority?: TimestampAuthority | undefined;
  /** Signed along with the digest, e.g. `{ commit: "4f1d…" }`; at most 64 KiB in all. */
  annotations?: Readonly<Record<string, string>> | undefined;
  /** Sign each platform's manifest too when the image is an index; default: the index alone. */
  recursive?: boolean | undefined;
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
  /** True when the same signer had signed the same already, and nothing was written. */
  readonly wasSigned: boolean;
  /** The platforms' manifests that were signed along. */
  readonly platforms?: readonly SignedImage[];
}

const maxAnnotationBytes = 64 * 1024;

/**
 * Signs a manifest (or index) in a registry, and puts the signature beside it. What is signed is the
 * digest, never the tag. The signature is verified before it is pushed; signing twice with the same key
 * and annotations leaves one signature.
 *
 * @throws PlimsollError `NOT_FOUND` when there is no such manifest; `MALFORMED` when the signature tag
 * holds something else; `LIMIT_EXCEEDED` for more signatures or annotations than are ever read;
 * `SIGNATURE_INVALID` when what was made does not hold, and nothing was pushed; the errors of the
 * registry, the signer, the logs and the timestamping authorities
 */
export async function signImage(options: SignOptions): Promise<SignedImage> {
  const { client, signal, annotations = {} } = options;
  const signer = signerOf(options);
  const format = options.format ?? (signer.certificateChain === undefined ? "classic" : "bundle");
  if (!formats.includes(format)) {
    throw new PlimsollError("INVALID_ARGUMENT", `There is no format "${String(format)}"`, {
      action: `Use one of ${formats.join(", ")}.`,
    });
  }
  refuseLongAnnotations(annotations);
  const named = toReference(options.reference);
  const sign = async (subject: Subject): Promise<SignedImage> => {
    const signing = createSigning(options, signer, subject);
    return {
      reference: formatReference(subject.reference),
      digest: subject.descriptor.digest,
      format,
      keyId: signer.publicKey.keyId,
      ...(await push(signing, format, options)),
    };
  };

  const subject = await resolveSubject(client, named, options.digest, signal);
  const platforms: SignedImage[] = [];
  // The platforms first: once the index is signed, everything in it is.
  for (const digest of options.recursive === true ? listPlatforms(subject.manifest) : []) {
    platforms.push(await sign(await resolveSubject(client, named, digest, signal)));
  }
  const signed = await sign(subject);
  return options.recursive === true ? { ...signed, platforms } : signed;
}

/** @throws PlimsollError `INVALID_ARGUMENT` */
function signerOf({ signer, key }: SignOptions): Signer {
  const given = signer ?? key;
  if (given !== undefined) return toSigner(given);
  throw new PlimsollError("INVALID_ARGUMENT", "There is nothing to sign with", {
    action: "Give a signer or a key.",
  });
}

/** Everything about one subject that the formats need. */
export function createSigning(
  options: SigningOptions,
  signer: Signer,
  { reference, descriptor }: Subject,
): Signing {
  return {
    client: options.client,
    reference,
    subject: descriptor,
    signer,
    tlog: options.tlog ?? [],
    tsa: options.tsa ?? [],
    trustedRoots: options.trustedRoots ?? [],
    question: {
      digest: descriptor.digest,
      repository: formatRepository(reference),
      tag: undefined,
      keys: [signer.publicKey],
    },
    signal: options.signal,
  };
}

async function push(
  signing: Signing,
  format: SigningFormat,
  options: SignOptions,
): Promise<Pushed> {
  const { annotations = {} } = options;
  if (format === "classic") return pushClassic(signing, annotations);
  if (format === "bundle") return pushBundle(signing, annotations);
  // Certificates and CBOR are written by few.
  const { pushNotation } = await import("../notation/push-notation.ts");
  const { x509Signer } = await import("../signers/x509-signer.ts");
  const { certificates = [], expiry, timestampAuthority } = options;
  const signer = x509Signer(privateKeyOf(options), certificates);
  const envelope = format === "notation-jws" ? "jws" : "cose";
  return pushNotation(
    { ...signing, annotations, signer },
    { envelope, expiry, tsa: timestampAuthority },
  );
}

/** @throws PlimsollError `INVALID_ARGUMENT`: these formats sign in ways that other signers do not offer */
function privateKeyOf({ key, signer }: SignOptions): PrivateKey {
  const given = key ?? signer;
  if (given !== undefined && "keyObject" in given) return given;
  throw new PlimsollError("INVALID_ARGUMENT", "A Notary Project signature needs a private key", {
    action: "Give `key` and `certificates`, or another format.",
  });
}

function refuseLongAnnotations(annotations: Readonly<Record<string, string>>): void {
  if (Buffer.byteLength(JSON.stringify(annotations)) <= maxAnnotationBytes) return;
  throw new PlimsollError("LIMIT_EXCEEDED", "The annotations are too long to be signed", {
    action: `Keep them within ${maxAnnotationBytes} bytes of JSON.`,
  });
}
