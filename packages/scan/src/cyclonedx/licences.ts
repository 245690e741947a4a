import { normaliseExpression } from "../licences/expression.ts";
import { spdxLicence } from "../licences/spdx-ids.ts";

/** `licenseChoice` of CycloneDX 1.6: a list of licences, or one SPDX expression. */
export type LicenceChoice = { license: { id: string } | { name: string } } | { expression: string };

/**
 * A package's licences as CycloneDX says them: a known SPDX identifier as `id`, a valid compound as
 * `expression` (only alone: the schema knows either), the package's own words as `name`.
 */
export function toLicenceChoices(licences: readonly string[]): LicenceChoice[] {
  const [only] = licences;
  if (only !== undefined && licences.length === 1 && spdxLicence(only) === undefined) {
    const expression = normaliseExpression(only);
    if (expression !== undefined) return [{ expression }];
  }
  return licences.map((licence) => {
    const id = spdxLicence(licence);
    return { license: id === undefined ? { name: licence } : { id } };
  });
}
