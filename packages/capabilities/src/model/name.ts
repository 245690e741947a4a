import { PlimsollError } from "@plimsoll/core";
import { capabilities, findCapability } from "./capability.ts";

/** Stands for every capability in `cap_add` and `cap_drop`. */
export const all = "ALL";

/**
 * `net_raw`, `NET_RAW` and `CAP_NET_RAW` become `CAP_NET_RAW`; `all` becomes `ALL`, as the Docker
 * engine does it.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` that names the nearest capability
 */
export function normaliseCapability(text: string): string {
  const upper = text.trim().toUpperCase();
  if (upper === all) return all;
  const name = upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
  if (findCapability(name) !== undefined) return name;
  throw new PlimsollError("INVALID_ARGUMENT", "There is no such capability", {
    subject: text.slice(0, 80),
    action: `Did you mean ${nearestCapability(name)}? capabilities(7) lists them all; ALL stands for every one.`,
  });
}

/** The capability whose name differs in the fewest letters. */
export function nearestCapability(name: string): string {
  const wanted = name.slice(0, 40).toUpperCase();
  let nearest = capabilities[0]!.name;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of capabilities) {
    const distance = editDistance(wanted, candidate.name);
    if (distance < least) {
      least = distance;
      nearest = candidate.name;
    }
  }
  return nearest;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
