import { ASN1Obj, type X509Certificate } from "@sigstore/core";

/** Fulcio's extensions, 1.3.6.1.4.1.57264.1.*, by number (Fulcio, docs/oid-info.md). */
const names: Readonly<Record<number, string>> = {
  2: "githubWorkflowTrigger",
  3: "githubWorkflowSha",
  4: "githubWorkflowName",
  5: "githubWorkflowRepository",
  6: "githubWorkflowRef",
  9: "buildSignerUri",
  10: "buildSignerDigest",
  11: "runnerEnvironment",
  12: "sourceRepositoryUri",
  13: "sourceRepositoryDigest",
  14: "sourceRepositoryRef",
  15: "sourceRepositoryIdentifier",
  16: "sourceRepositoryOwnerUri",
  17: "sourceRepositoryOwnerIdentifier",
  18: "buildConfigUri",
  19: "buildConfigDigest",
  20: "buildTrigger",
  21: "runInvocationUri",
  22: "visibility",
};
const arc = "1.3.6.1.4.1.57264.1.";
const issuerNumbers = [1, 8];
const lastRawNumber = 6;
const utf8Tag = 0x0c;
const maxCharacters = 4096;

/** What a certificate of Fulcio says beside the name of the signer. */
export interface CertificateClaims {
  /** The OIDC issuer. */
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * Reads Fulcio's extensions.
 *
 * @throws Error with a fault as its message, or any other when the DER is broken
 */
export function readClaims(certificate: X509Certificate): CertificateClaims {
  const issuers = issuerNumbers.flatMap((number) => readText(certificate, number) ?? []);
  const [issuer] = issuers;
  if (issuer === undefined) throw new Error("it does not name the issuer of the identity");
  if (new Set(issuers).size > 1) throw new Error("it names two issuers of the identity");
  const claims = Object.entries(names).flatMap(([number, name]) => {
    const text = readText(certificate, Number(number));
    return text === undefined ? [] : [[name, text] as const];
  });
  return { issuer, claims: Object.fromEntries(claims) };
}

/** Up to number 6 the text itself, later ones a UTF8String. */
function readText(certificate: X509Certificate, number: number): string | undefined {
  const value = certificate.extension(`${arc}${number}`)?.value;
  if (value === undefined) return undefined;
  const bytes = number <= lastRawNumber ? value : readUtf8(value);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  // Controls, and what is invisible or turns the direction of writing.
  if (text.length > maxCharacters || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) {
    throw new Error("one of its statements is not plain text");
  }
  return text;
}

function readUtf8(value: Buffer): Buffer {
  const string = ASN1Obj.parseBuffer(Buffer.from(value));
  if (string.tag.toDER() !== utf8Tag) throw new Error("one of its statements is not text");
  return string.value;
}
