import { createPublicKey } from "node:crypto";
import { fulcioHandler } from "@sigstore/mock";
import { type AlternativeName, extension } from "./certificate.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { utf8 } from "./der.ts";
import { readIdentityToken } from "./identity-token.ts";

export interface Answer {
  status: number;
  type: string;
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

/**
 * Answers a request for a certificate, of version 1 (which cosign 2 sends) or 2 of Fulcio's API. Which
 * claim of a token becomes which extension is what `@sigstore/mock` says; it takes the whole memory
 * behind a certificate for it, so these have their own.
 */
export async function answerFulcio(
  path: string,
  body: Buffer,
  bearer: string | undefined,
  authority: CertificateAuthority,
): Promise<Answer> {
  const isFirst = path === "/api/v1/signingCert";
  const request = JSON.parse(body.toString());
  const token: string = request.credentials?.oidcIdentityToken ?? bearer ?? "";
  const names = [nameOf(readIdentityToken(token))];
  const handler = fulcioHandler({
    rootCertificate: new Uint8Array(authority.root),
    issueCertificate: async ({ publicKey, extensions = [] }) =>
      new Uint8Array(
        authority.issue({
          publicKey: createPublicKey({
            key: Buffer.from(publicKey.buffer, publicKey.byteOffset, publicKey.byteLength),
            format: "der",
            type: "spki",
          }),
          names,
          extensions: extensions.map(({ oid, value, legacy }) =>
            extension(oid, legacy === true ? Buffer.from(value) : utf8(value)),
          ),
        }),
      ),
  });
  const asked = isFirst
    ? { publicKeyRequest: { publicKey: { content: toPem(request.publicKey.content) } } }
    : request;
  const question = { ...asked, credentials: { oidcIdentityToken: token } };
  const answer = await handler.fn(JSON.stringify(question));
  if (answer.statusCode !== 201) {
    return { status: answer.statusCode, type: "text/plain", body: String(answer.response) };
  }
  const [leaf = ""]: string[] = JSON.parse(answer.response.toString()).signedCertificateEmbeddedSct
    .chain.certificates;
  const certificates = [leaf.trim(), pem(authority.intermediate), pem(authority.root)];
  if (isFirst) {
    return {
      status: 201,
      type: "application/pem-certificate-chain",
      body: certificates.join("\n"),
    };
  }
  const response = { signedCertificateEmbeddedSct: { chain: { certificates } } };
  return { status: 200, type: "application/json", body: JSON.stringify(response) };
}

/** PEM of a certificate. */
export function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----"].join("\n");
}

/** As Fulcio names jobs of GitHub, people by their address, and machines by their URI. */
function nameOf(claims: Record<string, string>): AlternativeName {
  if (claims.email !== undefined) return { type: "email", value: claims.email };
  const { job_workflow_ref: job, sub = "" } = claims;
  return { type: "uri", value: job === undefined ? sub : `https://github.com/${job}` };
}

/** Version 1 of the API takes DER or PEM, in base64. */
function toPem(content: string): string {
  const bytes = Buffer.from(content, "base64");
  if (bytes[0] === 0x2d) return bytes.toString();
  return createPublicKey({ key: bytes, format: "der", type: "spki" })
    .export({ format: "pem", type: "spki" })
    .toString();
}
