import { eachTriple, type Fingerprint } from "./fingerprint.ts";
import { knownTexts } from "./known-texts.ts";

/** Share of a licence's text that must be found. Copies differ in names, headings and typing faults. */
const leastShare = 0.85;
/** Licences that have this share of their samples in common are told apart by the rest. */
const alike = 0.5;

/** What a file says that has a notice in place of a licence's text. */
const notices: readonly (readonly [words: string, id: string])[] = [
  ["apache.org/licenses/license-2.0", "Apache-2.0"],
  ["mozilla.org/mpl/2.0", "MPL-2.0"],
  ["opensource.org/licenses/mit", "MIT"],
  ["opensource.org/licenses/bsd-3-clause", "BSD-3-Clause"],
  ["creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"],
  ["creativecommons.org/licenses/by/4.0", "CC-BY-4.0"],
  ["creativecommons.org/licenses/by-sa/4.0", "CC-BY-SA-4.0"],
  ["eclipse.org/legal/epl-2.0", "EPL-2.0"],
  ["elastic.co/licensing/elastic-license", "Elastic-2.0"],
  ["mongodb.com/licensing/server-side-public-license", "SSPL-1.0"],
];

let byHash: ReadonlyMap<number, readonly number[]> | undefined;

/**
 * The licences whose texts are in a text, as SPDX identifiers, longest first. Of licences
 * that repeat most of one another (MIT and MIT-0, the BSD family) only the best match counts. Where no text is found, the
 * address of a licence tells it. A text
 * of the GPL does not tell whether later versions may be chosen: it gives `-only`.
 *
 * @example
 * matchLicenceText("Permission is hereby granted, free of charge, …") // ["MIT"]
 */
export function matchLicenceText(text: string): string[] {
  byHash ??= indexSamples();
  const found = new Set<number>();
  eachTriple(text, (hash) => {
    if (byHash!.has(hash)) found.add(hash);
  });
  if (found.size === 0) return noticesIn(text);
  const matches = knownTexts
    .filter(({ sample }) => shareOf(sample, found) >= leastShare)
    .sort((a, b) => b.triples - a.triples);
  if (matches.length === 0) return noticesIn(text);
  return matches
    .filter((match) => !matches.some((other) => other !== match && excels(other, match, found)))
    .map(({ id }) => id);
}

/** Both say the same for the most part, and more is found of what only `a` says. */
function excels(a: Fingerprint, b: Fingerprint, found: ReadonlySet<number>): boolean {
  const most = Math.min(a.sample.at(-1) ?? 0, b.sample.at(-1) ?? 0);
  const onlyA = a.sample.filter((hash) => hash <= most && !b.sample.includes(hash));
  const onlyB = b.sample.filter((hash) => hash <= most && !a.sample.includes(hash));
  const common = a.sample.filter((hash) => hash <= most).length - onlyA.length;
  if (common < alike * Math.min(common + onlyA.length, common + onlyB.length)) return false;
  // All that the shorter one says is in the longer one, too: the rest of that decides.
  return shareOf(onlyA, found, 0.5) > shareOf(onlyB, found, 0.5) + 0.1;
}

function shareOf(sample: readonly number[], found: ReadonlySet<number>, ofNone = 0): number {
  if (sample.length === 0) return ofNone;
  return sample.filter((hash) => found.has(hash)).length / sample.length;
}

function noticesIn(text: string): string[] {
  const lower = text.toLowerCase();
  return notices.filter(([words]) => lower.includes(words)).map(([, id]) => id);
}

function indexSamples(): ReadonlyMap<number, readonly number[]> {
  const index = new Map<number, number[]>();
  knownTexts.forEach(({ sample }, licence) => {
    for (const hash of sample) index.set(hash, [...(index.get(hash) ?? []), licence]);
  });
  return index;
}
