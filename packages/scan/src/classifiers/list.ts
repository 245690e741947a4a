import { applications } from "./applications.ts";
import type { Classifier } from "./classifier.ts";
import { cloud } from "./cloud.ts";
import { databases } from "./databases.ts";
import { javaRuntimes } from "./java.ts";
import { runtimes } from "./runtimes.ts";
import { servers } from "./servers.ts";
import { tools } from "./tools.ts";

/** Everything that is recognised by its files; of several that fit one file the first counts. */
export const classifiers: readonly Classifier[] = [
  ...runtimes,
  ...javaRuntimes,
  ...databases,
  ...servers,
  ...tools,
  ...cloud,
  ...applications,
];

/** Classifiers by their id. */
export const classifierById: ReadonlyMap<string, Classifier> = new Map(
  classifiers.map((classifier) => [classifier.id, classifier]),
);
