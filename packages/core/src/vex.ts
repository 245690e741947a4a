import * as z from "zod";

/** What a supplier says of a vulnerability in a product (CISA, Minimum Requirements for VEX, 2023). */
export const vexStatuses = ["not_affected", "affected", "fixed", "under_investigation"] as const;
export type VexStatus = (typeof vexStatuses)[number];

/** Why a product is not affected, in the words that OpenVEX and CSAF share. */
export const vexJustifications = [
  "component_not_present",
  "vulnerable_code_not_present",
  "vulnerable_code_not_in_execute_path",
  "vulnerable_code_cannot_be_controlled_by_adversary",
  "inline_mitigations_already_exist",
] as const;
export type VexJustification = (typeof vexJustifications)[number];

/** A VEX statement that was found to speak of a finding. */
export const vexClaimSchema = z.object({
  status: z.enum(vexStatuses),
  /** In the document's own words: `vulnerable_code_not_present`, or CycloneDX's `code_not_present`. */
  justification: z.string().optional(),
  /** What it says of the impact, or of what to do. */
  statement: z.string().optional(),
  /** Who says so; absent where a waiver of the configuration does. */
  author: z.string().optional(),
  /** The document's own identifier, or where it was read. */
  document: z.string().optional(),
  /** RFC 3339 */
  timestamp: z.string().optional(),
});
export type VexClaim = z.infer<typeof vexClaimSchema>;

/** `Acme says not affected (vulnerable_code_not_present): it is never called (VEX-7, 2026-03-04)` */
export function describeVex(claim: VexClaim): string {
  const { status, justification, statement, author, document, timestamp } = claim;
  const who = author === undefined ? "" : `${author} says `;
  const why = justification === undefined ? "" : ` (${justification})`;
  const words = statement === undefined ? "" : `: ${statement}`;
  const source = [document, timestamp?.slice(0, 10)].filter(Boolean).join(", ");
  return `${who}${status.replaceAll("_", " ")}${why}${words}${source === "" ? "" : ` (${source})`}`;
}
