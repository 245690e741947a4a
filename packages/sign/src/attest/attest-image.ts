import { PlimsollError } from "@plimsoll/core";
import { formatReference } from "@plimsoll/registry";
import { formatRepository } from "../cosign/repository.ts";
import { formatStatement } from "../cosign/statement.ts";
import type { PrivateKey } from "../keys/private-key.ts";
import { toReference } from "../reference.ts";
import { resolveSubject } from "../sign/resolve-subject.ts";
import { createSigning, type SigningFormat, type SigningOptions } from "../sign/sign-image.ts";
import { toSigner } from "../signers/key-signer.ts";
import type { Signer } from "../signers/signer.ts";
import type { Predicate } from "./predicate.ts";
import { pushAttestationBundle, pushAttestationLayer } from "./push-attestation.ts";

export interface AttestOptions extends SigningOptions {
  signer: Signer | PrivateKey;
  /** From `slsaProvenanceFromGitHub`, `sbomPredicate`, `readPredicate` … */
  predicate: Predicate;
  /**
   * `bundle` (default) attaches a Sigstore bundle as a referrer; `classic` adds to the tag
   * `sha256-<hex>.att`, which cosign 1 and 2 read.
   */
  format?: SigningFormat | undefined;
  /**
   * Take what a tag names now. By default only a digest is attested: a tag may have moved since what is
   * stated was found out.
   */
  allowTag?: boolean | undefined;
}

export interface AttestedImage {
  /** `registry/repository@digest`: what was attested. */
  readonly reference: string;
  readonly digest: string;
  readonly predicateType: string;
  readonly format: SigningFormat;
  /** Hex SHA-256 of the public key. */
  readonly keyId: string;
  /** Digest of the manifest that carries the attestation. */
  readonly signatureDigest: string;
  /** True when the same signer had stated the same already, and nothing was written. */
  readonly wasSigned: boolean;
}

/**
 * Signs a statement about an image (in-toto Statement v1 in a DSSE envelope) and puts it beside the image
 * in its registry. It is verified before it is pushed; stating the same again writes nothing.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for a tag without `allowTag`; `LIMIT_EXCEEDED` for more than is
 * ever read; those of `signImage`
 */
export async function attestImage(options: AttestOptions): Promise<AttestedImage> {
  const { client, predicate, signal, format = "bundle" } = options;
  if (format !== "classic" && format !== "bundle") {
    throw new PlimsollError("INVALID_ARGUMENT", `There is no format "${String(format)}"`, {
      action: 'Use "classic" or "bundle".',
    });
  }
  const named = toReference(options.reference);
  if ((options.digest ?? named.digest) === undefined && options.allowTag !== true) {
    throw new PlimsollError("INVALID_ARGUMENT", "A tag may name another image by now", {
      subject: formatReference(named),
      action: "Name the image by its digest, or allow the tag.",
    });
  }
  const signer = toSigner(options.signer);
  const subject = await resolveSubject(client, named, options.digest, signal);
  const { digest } = subject.descriptor;
  const { predicateType } = predicate;
  const name = formatRepository(named);
  const statement = formatStatement(name, digest, predicateType, predicate.predicate);
  const push = format === "bundle" ? pushAttestationBundle : pushAttestationLayer;
  const pushed = await push(statement, predicateType, createSigning(options, signer, subject));
  return {
    reference: formatReference(subject.reference),
    digest,
    predicateType,
    format,
    keyId: signer.publicKey.keyId,
    ...pushed,
  };
}
