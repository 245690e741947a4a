import {
  isPlimsollError,
  type TrustCheck,
  type TrustSignature,
  type TrustSigner,
} from "@plimsoll/core";
import type { DctTrust } from "../dct/trust.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { PublicKey } from "../keys/public-key.ts";
import type { NotationTrust } from "../notation/trust.ts";
import type { SigstoreTrust } from "../sigstore/trust.ts";

/** What a signature is judged against. */
export interface Question {
  /** Digest of the manifest that should be signed. */
  readonly digest: string;
  /** The repository it was asked for in, as `formatRepository` writes it. */
  readonly repository: string;
  /** The tag it was asked for by, if any. */
  readonly tag: string | undefined;
  readonly keys: readonly PublicKey[];
  /** Absent: keyless signatures are listed, not checked. */
  readonly sigstore?: SigstoreTrust | undefined;
  /** Absent: Notary Project signatures are listed, not checked. */
  readonly notation?: NotationTrust | undefined;
  /** Absent: no Notary server is asked. */
  readonly dct?: DctTrust | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
  /** True: nothing but the image's own registry is asked (no revocation, no Notary server). */
  readonly isOffline?: boolean | undefined;
  /** How other servers than the registry are asked (OCSP, CRLs); default: Node's own `fetch`. */
  readonly fetch?: Fetch | undefined;
}

export type SignatureFormat =
  | "cosign-simplesigning"
  | "sigstore-bundle"
  | "notation-jws"
  | "notation-cose"
  | "dct";

/** One line of a signature's record. Evidence may be hostile text and is shortened. */
export function check(
  name: string,
  result: TrustCheck["result"],
  reason: string,
  evidence?: string,
): TrustCheck {
  if (evidence === undefined) return { name, result, reason };
  return { name, result, reason, evidence: shorten(evidence, 300) };
}

/** The beginning of a text from a registry, copied so that it does not keep all of it in memory. */
export function shorten(text: string, maxCharacters: number): string {
  const kept = Buffer.from(text.slice(0, maxCharacters)).toString();
  return text.length > maxCharacters ? `${kept}…` : kept;
}

/**
 * `verified` takes a signature check that passed and no check that failed; `notChecked` is a sound
 * signature that nobody gave a key for.
 */
export function concludeSignature(
  format: SignatureFormat,
  digest: string,
  checks: TrustCheck[],
  keyId?: string,
  signer?: TrustSigner,
): TrustSignature {
  return {
    format,
    digest,
    ...(keyId !== undefined && { keyId }),
    ...(signer !== undefined && { signer }),
    result: conclude(checks),
    checks,
  };
}

function conclude(checks: readonly TrustCheck[]): TrustSignature["result"] {
  if (checks.some(({ result }) => result === "fail")) return "failed";
  const signature = checks.find(({ name }) => name === "signature")?.result;
  if (signature === "pass") return "verified";
  return signature === "skipped" ? "notChecked" : "failed";
}

/** A signature of which nothing could be read. */
export function unreadableSignature(
  format: SignatureFormat,
  digest: string,
  name: string,
  reason: string,
): TrustSignature {
  return concludeSignature(format, digest, [check(name, "fail", reason)]);
}

/** The time that a question is judged by. */
export function nowOf({ now }: Pick<Question, "now">): Date {
  return new Date(now === undefined ? Date.now() : now());
}

/** With keys no log entry is looked at: this says so in every record. */
export function checkTransparencyLog(logEntries: number): TrustCheck {
  return check(
    "transparency-log",
    "skipped",
    "Keys only: the transparency log was not consulted",
    logEntries === 0 ? undefined : `${logEntries} attached log entries, not checked`,
  );
}

/**
 * True for an error that lies in what somebody stored, not in the registry or the way to it: such
 * content fails alone, and whoever stored it cannot keep the other signatures from being read.
 */
export function isContentFault(error: unknown): error is Error {
  return isPlimsollError(error) && contentFaults.has(error.code);
}

const contentFaults: ReadonlySet<string> = new Set([
  "MALFORMED",
  "LIMIT_EXCEEDED",
  "DIGEST_MISMATCH",
  "NOT_FOUND",
  "UNSUPPORTED",
]);
