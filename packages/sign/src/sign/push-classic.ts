import { createHash } from "node:crypto";
import { sha256Of, signatureTag } from "../cosign/digest.ts";
import { signatureAnnotation, simpleSigningType } from "../cosign/media-types.ts";
import { formatSimpleSigning } from "../cosign/simple-signing.ts";
import { encodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { judgeSimpleSigning } from "../verify/judge-simple-signing.ts";
import { formatProof, requireClassicServices } from "./classic-annotations.ts";
import { formatMessageBundle } from "./format-bundle.ts";
import { type NewLayer, pushLayer } from "./push-layer.ts";
import { signMessage } from "./sign-content.ts";
import type { Pushed, Signing } from "./signer.ts";
import { requireTrusted, requireVerified } from "./verify-own.ts";

/** Adds a layer to the tag `sha256-<hex>.sig`. */
export async function pushClassic(
  signing: Signing,
  annotations: Readonly<Record<string, string>>,
): Promise<Pushed> {
  const { client, reference, question, signal, signer, trustedRoots } = signing;
  requireClassicServices(signing.tlog, signing.tsa);
  const payload = formatSimpleSigning(question.repository, question.digest, annotations);
  const digest = sha256Of(payload);
  return pushLayer({
    client,
    reference,
    tag: signatureTag(question.digest),
    signal,
    isOurs: async (layer) => isSignedBy(layer, payload, digest, signing),
    async makeLayer(): Promise<NewLayer> {
      const signed = await signMessage(payload, signing);
      const proof = {
        [signatureAnnotation]: encodeBase64(signed.signature),
        ...formatProof(signed),
      };
      if (signer.certificateChain === undefined) {
        requireVerified(judgeSimpleSigning(payload, proof, digest, question));
      }
      // The same evidence in the form that says everything at once.
      await requireTrusted(
        formatMessageBundle(signed, createHash("sha256").update(payload).digest()),
        {
          publicKey: signer.publicKey,
          trustedRoots,
          artifact: payload,
        },
      );
      return { mediaType: simpleSigningType, content: payload, annotations: proof };
    },
  });
}

/** True for a layer by which our signer has signed the same already. */
function isSignedBy(
  { mediaType, digest, size, annotations }: JsonObject,
  payload: Buffer,
  layerDigest: string,
  { question }: Signing,
): boolean {
  return (
    mediaType === simpleSigningType &&
    digest === layerDigest &&
    size === payload.length &&
    isJsonObject(annotations) &&
    judgeSimpleSigning(payload, annotations, layerDigest, question).result === "verified"
  );
}
