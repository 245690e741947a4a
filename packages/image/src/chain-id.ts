import { digestOf } from "./digest.ts";

/**
 * The chainID of every layer with those below it (image-spec, config.md, "Layer ChainID"): two
 * images that share one share all layers up to there.
 */
export function chainIdsOf(diffIds: readonly string[]): string[] {
  const chainIds: string[] = [];
  for (const diffId of diffIds) {
    const below = chainIds.at(-1);
    chainIds.push(below === undefined ? diffId : digestOf(Buffer.from(`${below} ${diffId}`)));
  }
  return chainIds;
}
