import * as z from "zod";

/** A text of a policy; bounded, so that comparing it costs little. */
export const text = z.string().min(1).max(4096);

/** A list of texts with at least one. */
export const texts = z.array(text).min(1).max(1000);

/** True when exactly one of the values is given. */
export function isOnlyOne(...values: readonly unknown[]): boolean {
  return values.filter((value) => value !== undefined).length === 1;
}
