import type { Report } from "@plimsoll/core";
import { contentUuid } from "@plimsoll/scan";
import { formatJson } from "../escape/json.ts";
import { plainLine } from "../escape/plain.ts";
import { aliasesOf } from "./about.ts";
import { type Claim, claimsOf } from "./claims.ts";
import { defaultAuthor, timestampOf, type VexOptions } from "./options.ts";
import { type ImageProduct, imageProductOf } from "./product.ts";

/**
 * What a report says of its vulnerabilities as OpenVEX 0.2.0
 * (github.com/openvex/spec, OPENVEX-SPEC.md). The same report gives the same document.
 */
export function renderOpenVex(report: Report, options: VexOptions = {}): string {
  const product = imageProductOf(report);
  const content = {
    author: plainLine(options.author ?? defaultAuthor, 200),
    timestamp: timestampOf(report),
    version: 1,
    tooling: plainLine(`${report.tool.name}/${report.tool.version}`, 100),
    statements: claimsOf(report).map((claim) => statementOf(claim, product)),
  };
  return formatJson({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": `https://plimsoll.dev/vex/${contentUuid(content)}`,
    ...content,
  });
}

function statementOf(claim: Claim, product: ImageProduct | undefined): object {
  const { vulnerability, status, justification, impact, action, note, packages } = claim;
  const parts = packages.map(({ purl }) => ({ "@id": purl }));
  const aliases = aliasesOf(vulnerability);
  // The JSON schema of 0.2.0 wants a justification or an impact statement, and not both.
  const isJustified = justification !== undefined;
  const notes = [isJustified ? impact : undefined, note].filter((text) => text !== undefined);
  return {
    vulnerability: { name: vulnerability.id, ...(aliases.length > 0 && { aliases }) },
    products:
      product === undefined
        ? parts
        : [
            {
              "@id": product.purl,
              identifiers: { purl: product.purl },
              hashes: { "sha-256": product.digest.slice("sha256:".length) },
              subcomponents: parts,
            },
          ],
    status,
    ...(notes.length > 0 && { status_notes: notes.join(". ") }),
    ...(isJustified && { justification }),
    ...(!isJustified && impact !== undefined && { impact_statement: impact }),
    ...(action !== undefined && { action_statement: action }),
  };
}
