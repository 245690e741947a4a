/** The vocabularies that are known by a short name; those of cosign have cosign's. */
export const predicateTypes = {
  slsaprovenance1: "https://slsa.dev/provenance/v1",
  slsaprovenance02: "https://slsa.dev/provenance/v0.2",
  cyclonedx: "https://cyclonedx.org/bom",
  spdx: "https://spdx.dev/Document",
  spdx3: "https://spdx.dev/Document/v3",
  vuln: "https://cosign.sigstore.dev/attestation/vuln/v1",
  vulns: "https://in-toto.io/attestation/vulns/v0.2",
  openvex: "https://openvex.dev/ns",
  vsa: "https://slsa.dev/verification_summary/v1",
  report: "https://plimsoll.dev/attestation/report/v1",
  custom: "https://cosign.sigstore.dev/attestation/v1",
} as const;

export type PredicateName = keyof typeof predicateTypes;

export function isPredicateName(text: string): text is PredicateName {
  return Object.hasOwn(predicateTypes, text);
}
