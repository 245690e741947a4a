import { PlimsollError } from "@plimsoll/core";
import { encodePreAuthentication, formatBundle, parseBundle } from "../cosign/bundle.ts";
import { parseLayer } from "../cosign/layer.ts";
import {
  bundleContentAnnotation,
  bundlePredicateAnnotation,
  bundleType,
  createdAnnotation,
  emptyType,
  ociManifestType,
  signPredicateType,
  statementPayloadType,
} from "../cosign/media-types.ts";
import { formatSignStatement } from "../cosign/statement.ts";
import { signBytes } from "../keys/algorithm.ts";
import { limits } from "../limits.ts";
import { discoverBundles } from "../verify/discover-bundles.ts";
import { judgeBundle } from "../verify/judge-bundle.ts";
import { inRepository, requestOptions } from "../verify/source.ts";
import type { Pushed, Signing } from "./signer.ts";

/** Attaches a Sigstore bundle to the image as a referrer, as cosign 3 does. */
export async function pushBundle(signing: Signing): Promise<Pushed> {
  const { client, key, question, reference } = signing;
  const statement = formatSignStatement(question.digest, signing.annotations);
  const existing = await findSigned(signing, statement);
  if (existing !== undefined) return { signatureDigest: existing, wasSigned: true };

  const signed = encodePreAuthentication(statementPayloadType, statement);
  const signature = signBytes(key.publicKey.algorithm, key.keyObject, signed);
  const bundle = formatBundle(statement, signature, key.publicKey.keyId);
  const judged = judgeBundle(bundle, question.digest, true, question);
  if (judged.kind !== "signature" || judged.signature.result !== "verified") {
    throw new PlimsollError("INTERNAL", "The new signature does not verify, and was not pushed");
  }
  const options = requestOptions(signing);
  const layer = await client.putBlob(reference, bundle, options);
  const config = await client.putBlob(reference, Buffer.from("{}"), options);
  const manifest = {
    schemaVersion: 2,
    mediaType: ociManifestType,
    artifactType: bundleType,
    config: { mediaType: emptyType, ...config },
    layers: [{ mediaType: bundleType, ...layer }],
    subject: signing.subject,
    annotations: {
      [bundleContentAnnotation]: "dsse-envelope",
      [bundlePredicateAnnotation]: signPredicateType,
      // RFC 3339 to the second, as cosign writes it.
      [createdAnnotation]: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    },
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const { registry, repository } = reference;
  const pushed = await client.putManifest(
    { registry, repository },
    bytes,
    ociManifestType,
    options,
  );
  return { signatureDigest: pushed.digest, wasSigned: false };
}

/** Digest of a referrer by which our key has signed the same statement already. */
async function findSigned(signing: Signing, statement: Buffer): Promise<string | undefined> {
  const { client, question, reference, signal } = signing;
  const { signatures } = await discoverBundles({ client, reference, question, signal });
  for (const { digest, result } of signatures) {
    if (result !== "verified" || digest === undefined) continue;
    if (statement.equals(await readStatement(signing, digest))) return digest;
  }
  return undefined;
}

async function readStatement(signing: Signing, digest: string): Promise<Buffer> {
  const options = requestOptions(signing);
  const name = inRepository(signing.reference, { digest });
  const { json } = await signing.client.getManifest(name, options);
  // It verified a moment ago, so it has one layer that is a bundle.
  const layer = parseLayer((json.layers as readonly unknown[])[0])!;
  const limit = { ...options, maxBytes: limits.bundleBytes };
  return parseBundle(await signing.client.getSmallBlob(name, layer, limit)).payload;
}
