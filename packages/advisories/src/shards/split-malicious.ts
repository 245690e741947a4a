import type { Affected } from "../advisory.ts";
import { restFileOf, restFiles } from "./name-filter.ts";
import type { ShardContent } from "./pack-shard.ts";

/** Fewer than these are not worth files of their own. */
const leastRest = 5_000;

/**
 * Takes the packages apart of which nothing is known but that they are malicious: of npm there are
 * hundreds of thousands, and an image hardly ever has one.
 */
export function splitMalicious(content: ShardContent): {
  main: ShardContent;
  /** None, or one for each number that `restFileOf` gives. */
  rest: readonly ShardContent[];
} {
  const isRest = (list: readonly Affected[]) =>
    list.every(({ advisory }) => advisory.id.startsWith("MAL-"));
  const names = [...content.packages].filter(([, list]) => isRest(list)).map(([name]) => name);
  if (names.length < leastRest) return { main: content, rest: [] };
  const main = new Map(content.packages);
  const rest = Array.from({ length: restFiles }, () => new Map<string, readonly Affected[]>());
  for (const name of names) {
    rest[restFileOf(name)]!.set(name, content.packages.get(name)!);
    main.delete(name);
  }
  return {
    main: { ...content, packages: main },
    rest: rest.map((packages) => ({ ...content, packages, ratings: new Map() })),
  };
}
