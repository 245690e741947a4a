import { createHash } from "node:crypto";
import { normaliseExpression } from "../licences/expression.ts";

/** What SPDX says where nothing is known (SPDX 2.3, 7.13 and 7.15). */
export const noAssertion = "NOASSERTION";

/** A licence that the SPDX License List lacks, under an identifier of this document. */
export interface ExtractedLicence {
  /** `LicenseRef-…` */
  id: string;
  /** The package's own words. */
  text: string;
}

/** A package's licences as one SPDX expression, and what it refers to beyond the list. */
export interface DeclaredLicence {
  expression: string;
  extracted: ExtractedLicence[];
}

/**
 * A package's licences as one expression (SPDX 2.3, Annex D): all of them hold. Words that the SPDX
 * License List lacks become a `LicenseRef-`. Undefined when the package names no licence.
 */
export function toDeclaredLicence(licences: readonly string[]): DeclaredLicence | undefined {
  if (licences.length === 0) return undefined;
  const extracted: ExtractedLicence[] = [];
  const operands = licences.map((licence) => {
    const expression = normaliseExpression(licence);
    // A reference to another document cannot be resolved here.
    if (expression === undefined || expression.includes("DocumentRef-")) {
      const reference = referenceTo(licence);
      extracted.push(reference);
      return reference.id;
    }
    for (const id of expression.match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? []) {
      extracted.push({ id, text: id });
    }
    return licences.length > 1 && / OR /.test(expression) ? `(${expression})` : expression;
  });
  return { expression: operands.join(" AND "), extracted };
}

/** Names the words of a package so that equal words have equal names, and different ones different. */
function referenceTo(words: string): ExtractedLicence {
  const slug = words
    .replace(/[^A-Za-z0-9.]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 40);
  const hash = createHash("sha256").update(words).digest("hex").slice(0, 8);
  return { id: `LicenseRef-${slug === words ? slug : `${slug}-${hash}`}`, text: words };
}

/** Each reference of a document once; the first meaning of an identifier counts. */
export function collectExtracted(
  licences: readonly (DeclaredLicence | undefined)[],
): ExtractedLicence[] {
  const byId = new Map<string, ExtractedLicence>();
  for (const licence of licences) {
    for (const reference of licence?.extracted ?? []) {
      if (!byId.has(reference.id)) byId.set(reference.id, reference);
    }
  }
  return [...byId.values()];
}
