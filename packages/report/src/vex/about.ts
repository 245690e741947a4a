import type { Report, Vulnerability } from "@plimsoll/core";
import { plainLine } from "../escape/plain.ts";

/** What a document is about, in a few words. */
export function describeReference({ subject }: Report): string {
  return plainLine(subject.reference, 300) || "an image";
}

/** Who gave out an identifier, by its prefix: `GHSA`, `DSA` … */
export function issuerOf(id: string): string {
  return /^([A-Za-z]{2,16})-/.exec(id)?.[1] ?? "advisory";
}

/** The other names of a vulnerability, each once. */
export function aliasesOf({ id, aliases }: Vulnerability): string[] {
  return [...new Set(aliases)].filter((alias) => alias !== "" && alias !== id);
}
