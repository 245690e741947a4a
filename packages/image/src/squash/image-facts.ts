import type { ImageFacts, Located } from "../facts.ts";
import type { LayerRecord } from "../walk/layer-record.ts";
import { measureLayers } from "./measure.ts";
import { squash } from "./squash.ts";

/** The facts of an image from the records of its layers, oldest first. */
export function createImageFacts(
  records: readonly LayerRecord[],
  walk: { cachedLayers: number; unverified: readonly number[] },
): ImageFacts {
  const located = squash(records);
  return {
    of: <Fact>({ id }: { id: string }) => (located.get(id) ?? []) as Located<Fact>[],
    entryCounts: records.map(({ entryCount }) => entryCount),
    measure: () => measureLayers(records),
    incomplete: records.flatMap(({ incomplete }) => incomplete),
    ...walk,
  };
}
