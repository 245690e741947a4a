import { PlimsollError } from "@plimsoll/core";
import { createdAnnotation, ociManifestType } from "../cosign/media-types.ts";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";
import { formatRfc3339 } from "../encoding/rfc3339.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Pushed, Signing } from "../sign/signer.ts";
import type { X509Signer } from "../signers/x509-signer.ts";
import { requestTimestamp, type TimestampAuthority } from "../timestamp/request-token.ts";
import type { Question } from "../verify/check.ts";
import { listReferrers } from "../verify/list-referrers.ts";
import { requestOptions, type Source } from "../verify/source.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { algorithmFor } from "./algorithm.ts";
import { parseCose } from "./cose.ts";
import { readEnvelopes, type StoredEnvelope } from "./discover-notation.ts";
import { createJudge } from "./judge-notation.ts";
import { parseJws } from "./jws.ts";
import {
  type EnvelopeFormat,
  envelopeTypes,
  notationArtifactType,
  thumbprintAnnotation,
} from "./media-types.ts";
import { formatPayload } from "./payload.ts";
import { requireSigningChain } from "./signing-chain.ts";
import type { NotationStore, NotationTrust } from "./trust.ts";
import { writeEnvelope } from "./write-envelope.ts";

/** What is signed, and by whom. */
export interface NotationSigning
  extends Pick<Signing, "client" | "reference" | "subject" | "signal"> {
  /** Signed along with the digest. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly signer: X509Signer;
}

export interface NotationSigningOptions {
  readonly envelope: EnvelopeFormat;
  /** From then on verifiers take the signature for expired; whole seconds. */
  readonly expiry?: Date | undefined;
  /** Countersigns, so that the signature outlives its certificates. */
  readonly tsa?: TimestampAuthority | undefined;
  /** How the timestamping authority is asked; default: Node's own `fetch`. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Attaches a Notary Project signature to the image as a referrer, as notation does. When the same key
 * has signed the same already, and that has not expired, nothing is written.
 *
 * @throws PlimsollError `KEY_INVALID` for certificates that may not sign; `INVALID_ARGUMENT` for an
 * expiry in the past; `INTERNAL` when the new signature does not verify (it is not pushed then); those
 * of the registry and of the timestamping authority
 */
export async function pushNotation(
  signing: NotationSigning,
  options: NotationSigningOptions,
): Promise<Pushed> {
  const { signer, subject, annotations, signal } = signing;
  const now = Date.now();
  const expiry = options.expiry === undefined ? undefined : toSeconds(options.expiry, now);
  const ders = await signer.certificateChain();
  const chain = requireSigningChain(ders);
  const question = ask(signing, chain, options.tsa);
  const existing = await findSigned(signing, question, options.envelope);
  if (existing !== undefined) return { signatureDigest: existing, wasSigned: true };

  const { hash } = algorithmFor(chain[0]!.publicKey)!;
  const { tsa, fetch } = options;
  const bytes = await writeEnvelope(
    {
      format: options.envelope,
      payload: formatPayload(subject, annotations),
      signingTime: now,
      expiry,
      chain,
    },
    (toSign) => signer.sign(toSign, signal),
    async (signature) => {
      if (tsa === undefined) return undefined;
      const roots = tsa.roots.map(parseCertificate);
      return requestTimestamp(signature, hash, { url: tsa.url, roots, fetch, signal });
    },
  );
  const judge = createJudge(question, signal);
  const stored = { format: options.envelope, bytes, manifestDigest: subject.digest };
  if ((await judge(stored, subject)).result !== "verified") {
    throw new PlimsollError("INTERNAL", "The new signature does not verify, and was not pushed");
  }
  return { signatureDigest: await push(signing, stored, chain, now), wasSigned: false };
}

function toSeconds(expiry: Date, now: number): number {
  const at = Math.floor(expiry.getTime() / 1000) * 1000;
  if (at > now) return at;
  throw new PlimsollError("INVALID_ARGUMENT", "The signature would have expired already", {
    action: "Give an expiry in the future.",
  });
}

/** What our own signature must answer: the strictest trust that knows our root alone. */
function ask(
  { reference, subject }: NotationSigning,
  chain: readonly Certificate[],
  tsa: TimestampAuthority | undefined,
): Question {
  const own: NotationStore = { kind: "ca", name: "own", certificates: [chain.at(-1)!.der] };
  const clock: NotationStore[] =
    tsa === undefined ? [] : [{ kind: "tsa", name: "own", certificates: tsa.roots }];
  const notation: NotationTrust = {
    stores: [own, ...clock],
    identities: ["*"],
    level: "strict",
    // Whoever signs knows whether the key was lost; others look it up.
    revocation: "skip",
  };
  const repository = `${reference.registry}/${reference.repository}`;
  return { digest: subject.digest, repository, tag: undefined, keys: [], notation };
}

/** Digest of a referrer by which our key has signed the same already, in the same form. */
async function findSigned(
  signing: NotationSigning,
  question: Question,
  format: EnvelopeFormat,
): Promise<string | undefined> {
  const { client, reference, subject, annotations, signal, signer } = signing;
  const source: Source = { client, reference, question, signal };
  const { envelopes } = await readEnvelopes(source, await listReferrers(source));
  const judge = createJudge(question, signal);
  for (const stored of envelopes.filter((each) => each.format === format)) {
    const { result, keyId } = await judge(stored, subject);
    if (result !== "verified" || keyId !== signer.publicKey.keyId) continue;
    if (hasAnnotations(stored, annotations)) return stored.manifestDigest;
  }
  return undefined;
}

/** The envelope verified a moment ago, so that it can be read. */
function hasAnnotations(
  { format, bytes }: StoredEnvelope,
  wanted: Readonly<Record<string, string>>,
): boolean {
  const { payload } = format === "jws" ? parseJws(bytes) : parseCose(bytes);
  const target = parseJsonObject(payload).targetArtifact;
  const found = isJsonObject(target) && isJsonObject(target.annotations) ? target.annotations : {};
  const names = Object.keys(wanted);
  return (
    names.length === Object.keys(found).length &&
    names.every((name) => Object.hasOwn(found, name) && found[name] === wanted[name])
  );
}

async function push(
  signing: NotationSigning,
  { format, bytes }: StoredEnvelope,
  chain: readonly Certificate[],
  now: number,
): Promise<string> {
  const { client, reference, subject } = signing;
  const options = requestOptions(signing);
  const layer = await client.putBlob(reference, bytes, options);
  const config = await client.putBlob(reference, Buffer.from("{}"), options);
  const manifest = {
    schemaVersion: 2,
    mediaType: ociManifestType,
    // The form that every notation reads: the config's media type says what it is.
    config: { mediaType: notationArtifactType, ...config },
    layers: [{ mediaType: envelopeTypes[format], ...layer }],
    subject,
    annotations: {
      [thumbprintAnnotation]: JSON.stringify(chain.map(({ thumbprint }) => thumbprint)),
      [createdAnnotation]: formatRfc3339(now),
    },
  };
  const { registry, repository } = reference;
  const json = Buffer.from(JSON.stringify(manifest));
  const name = { registry, repository };
  return (await client.putManifest(name, json, ociManifestType, options)).digest;
}
