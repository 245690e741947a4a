import { PlimsollError } from "@plimsoll/core";
import { judgeAttestation } from "../attestations/judge-attestation.ts";
import { encodePreAuthentication, parseEnvelope } from "../cosign/bundle.ts";
import { attestationTag, sha256Of } from "../cosign/digest.ts";
import { parseLayer } from "../cosign/layer.ts";
import {
  envelopeType,
  predicateAnnotation,
  signatureAnnotation,
  statementPayloadType,
} from "../cosign/media-types.ts";
import { type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { isSignatureOver } from "../keys/algorithm.ts";
import { limits } from "../limits.ts";
import { formatProof, requireClassicServices } from "../sign/classic-annotations.ts";
import { findBundle } from "../sign/find-bundle.ts";
import { formatEnvelopeBundle } from "../sign/format-bundle.ts";
import { type NewLayer, pushLayer } from "../sign/push-layer.ts";
import { pushReferrer } from "../sign/push-referrer.ts";
import { signEnvelope } from "../sign/sign-content.ts";
import type { Pushed, Signing } from "../sign/signer.ts";
import { requireTrusted } from "../sign/verify-own.ts";
import { isContentFault } from "../verify/check.ts";
import { requestOptions } from "../verify/source.ts";

/** Attaches a statement as a bundle that refers to the image. */
export async function pushAttestationBundle(
  statement: Buffer,
  predicateType: string,
  signing: Signing,
): Promise<Pushed> {
  const existing = await findBundle(statement, predicateType, signing);
  if (existing !== undefined) return { signatureDigest: existing, wasSigned: true };
  const bundle = formatEnvelopeBundle(await signEnvelope(statementPayloadType, statement, signing));
  requireReadable(bundle, "bundle", signing);
  const { signer, trustedRoots } = signing;
  await requireTrusted(bundle, { publicKey: signer.publicKey, trustedRoots });
  return {
    signatureDigest: await pushReferrer(bundle, predicateType, signing),
    wasSigned: false,
  };
}

/** Adds a statement to the tag `sha256-<hex>.att`, as cosign 1 and 2 do. */
export async function pushAttestationLayer(
  statement: Buffer,
  predicateType: string,
  signing: Signing,
): Promise<Pushed> {
  const { client, reference, subject, signal, signer, trustedRoots, tlog } = signing;
  requireClassicServices(tlog, signing.tsa);
  if (signer.certificateChain !== undefined && tlog.length === 0) {
    throw new PlimsollError("UNSUPPORTED", "A classic attestation by a certificate needs the log", {
      action: "Attest in the format bundle.",
    });
  }
  return pushLayer({
    client,
    reference,
    tag: attestationTag(subject.digest),
    signal,
    isOurs: (layer) => isSignedBy(layer, statement, predicateType, signing),
    async makeLayer(): Promise<NewLayer> {
      // cosign has the envelope timestamped here, not the signature.
      const signed = await signEnvelope(statementPayloadType, statement, signing, "envelope");
      const content = Buffer.from(signed.envelope);
      requireReadable(content, "envelope", signing);
      await requireTrusted(formatEnvelopeBundle({ ...signed, timestamps: [] }), {
        publicKey: signer.publicKey,
        trustedRoots,
      });
      const annotations = {
        [signatureAnnotation]: "",
        [predicateAnnotation]: predicateType,
        ...formatProof(signed),
      };
      return { mediaType: envelopeType, content, annotations };
    },
  });
}

/** @throws PlimsollError `LIMIT_EXCEEDED` for what no verifier would read; `INTERNAL` */
function requireReadable(bytes: Buffer, kind: "bundle" | "envelope", signing: Signing): void {
  if (bytes.length > limits.bundleBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The attestation is too large", {
      action: `At most ${limits.bundleBytes} bytes are read, envelope and signature included.`,
    });
  }
  const { subject, signer } = signing;
  const options = { subject: subject.digest, digest: sha256Of(bytes), keys: [signer.publicKey] };
  const { keyId } = judgeAttestation(bytes, kind, options);
  if (keyId !== undefined || signer.certificateChain !== undefined) return;
  throw new PlimsollError("SIGNATURE_INVALID", "The new attestation does not verify", {
    action: "Nothing was pushed.",
  });
}

/** True for a layer by which our key has signed the same statement already. */
async function isSignedBy(
  value: JsonObject,
  statement: Buffer,
  predicateType: string,
  signing: Signing,
): Promise<boolean> {
  const layer = parseLayer(value);
  if (layer?.mediaType !== envelopeType) return false;
  if (layer.annotations[predicateAnnotation] !== predicateType) return false;
  const { client, reference, signer } = signing;
  const { algorithm, keyObject } = signer.publicKey;
  try {
    const options = { ...requestOptions(signing), maxBytes: limits.bundleBytes };
    const bytes = await client.getSmallBlob(reference, layer, options);
    const { payloadType, payload, signature } = parseEnvelope(parseJsonObject(bytes));
    const signed = encodePreAuthentication(payloadType, payload);
    return statement.equals(payload) && isSignatureOver(algorithm, keyObject, signed, signature);
  } catch (error) {
    if (isContentFault(error)) return false;
    throw error;
  }
}
