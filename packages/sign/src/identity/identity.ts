/**
 * How a text of a certificate must read. A string is compared exactly; `glob` and `pattern` cover the
 * whole text, never a part of it. In a glob `*` stands for anything but `/`, and `**` for anything.
 */
export type TextRule = string | { readonly glob: string } | { readonly pattern: string };

/** Whom a short-lived certificate (Sigstore keyless) must name. Everything that is given must hold. */
export interface CertificateIdentity {
  /** The OIDC issuer, e.g. `https://token.actions.githubusercontent.com`. */
  readonly issuer: TextRule;
  /** The subject alternative name: the workflow's URI, or an address of e-mail. */
  readonly subject?: TextRule | undefined;
  /** Further statements of the certificate by the name they have in `TrustSigner.claims`. */
  readonly claims?: Readonly<Record<string, TextRule>> | undefined;
}
