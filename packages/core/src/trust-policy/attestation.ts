import * as z from "zod";
import { requirementSchema } from "./requirement.ts";
import { isOnlyOne, text } from "./text.ts";

const scalar = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);

/** One comparison of a value in a predicate. There are no others, and nothing is run. */
export const predicateRuleSchema = z
  .strictObject({
    path: z
      .string()
      .max(1024)
      .regex(
        /^\$(?:\.[A-Za-z_][\w-]*|\['[^'\\]+'\]|\[\d{1,6}\]|\[\*\])*$/,
        "a path is written $.name, $['any name'], $.list[0] or $.list[*]",
      )
      .describe(
        "Where the value is in the predicate: `$.name`, `$['any name']`, `$.list[0]`; `[*]` is every entry, of which there must be one and all must hold",
      ),
    equals: scalar.optional().describe("It is this"),
    "one-of": z.array(scalar).min(1).max(1000).optional().describe("It is one of these"),
    "at-least": z.number().optional().describe("It is a number, this one or a greater one"),
    "newer-than-days": z
      .number()
      .positive()
      .optional()
      .describe("It is a time (RFC 3339) at most so many days ago"),
  })
  .refine(
    (rule) => isOnlyOne(rule.equals, rule["one-of"], rule["at-least"], rule["newer-than-days"]),
    "give exactly one of equals, one-of, at-least, newer-than-days",
  );
export type PredicateRule = z.infer<typeof predicateRuleSchema>;

/** A statement about the image that must be there. */
export const attestationRequirementSchema = z.strictObject({
  type: text.describe("The predicate's type, e.g. `https://slsa.dev/provenance/v1`"),
  from: z
    .array(requirementSchema)
    .min(1)
    .max(100)
    .optional()
    .describe("Who may have signed it; default: any of the rule's own `require`"),
  rules: z
    .array(predicateRuleSchema)
    .max(100)
    .default([])
    .describe("What it must say; all must hold for the same attestation"),
});
export type AttestationRequirement = z.infer<typeof attestationRequirementSchema>;
