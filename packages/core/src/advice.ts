import * as z from "zod";
import { textEditSchema } from "./finding.ts";

/** What another base image would do about the vulnerabilities that the present one brought. */
export const baseCandidateSchema = z.object({
  reference: z.string(),
  /** Digest of its manifest. */
  digest: z.string().optional(),
  /** Vulnerabilities of the present base that it does not have. */
  cleared: z.number().int().nonnegative(),
  /** Those that it has too. */
  kept: z.number().int().nonnegative(),
  /** Those that it would bring in addition. */
  added: z.number().int().nonnegative(),
  /** All that it has (kept and added), by severity; severities without any are left out. */
  remaining: z.record(z.string(), z.number().int()),
});
export type BaseCandidate = z.infer<typeof baseCandidateSchema>;

/** Which base image to build upon, of those that were looked at. */
export const baseAdviceSchema = z.object({
  /** The present base image, as it is named. */
  current: z.string(),
  /** How many vulnerabilities it brought. */
  vulnerabilities: z.number().int().nonnegative(),
  /** The best first. */
  candidates: z.array(baseCandidateSchema),
  /** Edits of the Dockerfile that change to the best one; absent where it names the base otherwise. */
  edits: z.array(textEditSchema).optional(),
});
export type BaseAdvice = z.infer<typeof baseAdviceSchema>;
