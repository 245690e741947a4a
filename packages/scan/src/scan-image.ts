import type { AdvisoryStore } from "@plimsoll/advisories";
import type { Finding, Incomplete, Inventory, Progress } from "@plimsoll/core";
import { type Image, type ImageFacts, type LayerCache, walkImage } from "@plimsoll/image";
import { catalogPackages } from "./catalog/catalog.ts";
import { scanInspectors } from "./inspectors/list.ts";
import { loadLockfileCatalogers } from "./lockfiles/load.ts";

/** How an image is scanned. */
export interface ScanOptions {
  /** Advisories to match; default: the embedded baseline. */
  store?: AdvisoryStore;
  /** Entry file of the worker threads that walk the layers; default: the calling thread walks. */
  worker?: URL;
  /** Facts of layers seen before. */
  cache?: LayerCache;
  signal?: AbortSignal;
  progress?: Progress;
}

/** What an image holds and which advisories speak of it. */
export interface Scan {
  inventory: Inventory;
  findings: Finding[];
  /** Everything that could not be read, catalogued or matched. */
  incomplete: Incomplete[];
  /** The facts of the walk. */
  facts: ImageFacts;
}

/**
 * Walks the image once (of a folder, its lockfiles too), catalogues its packages and matches them against advisories.
 *
 * @throws PlimsollError `ABORTED` when the signal fires; `READ_FAILED` or `MALFORMED` when the
 * advisories cannot be opened. What is wrong inside the image is in `incomplete` instead.
 */
export async function scanImage(image: Image, options: ScanOptions = {}): Promise<Scan> {
  const { worker, cache, signal, progress } = options;
  // A folder is walked in this thread: workers need not know the inspectors of lockfiles.
  const lockfiles = image.subject.source === "dir" ? await loadLockfileCatalogers() : [];
  const facts = await walkImage(image, {
    inspectors: [...scanInspectors, ...lockfiles.map(({ inspector }) => inspector)],
    ...(worker ? { worker } : {}),
    ...(cache ? { cache } : {}),
    ...(signal ? { signal } : {}),
    ...(progress ? { progress } : {}),
  });
  const catalog = catalogPackages(facts, image, lockfiles);
  // Who only catalogues packages loads none of it.
  const { matchPackages, openAdvisories, resolveArchives } = await import("@plimsoll/advisories");
  const store = options.store ?? (await openAdvisories());
  const inventory = await resolveArchives(catalog.inventory, store);
  const matched = await matchPackages(inventory, store, {
    ...(signal ? { signal } : {}),
    ...(progress ? { progress } : {}),
  });
  return {
    inventory,
    findings: matched.findings,
    incomplete: [...facts.incomplete, ...catalog.incomplete, ...matched.incomplete],
    facts,
  };
}
