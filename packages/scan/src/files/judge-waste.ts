import { createFinding, type Finding } from "@plimsoll/core";
import type { ImageFacts, Located } from "@plimsoll/image";
import { type Layers, placeOf } from "./place.ts";
import { leastCounted, weightInspector } from "./weight.ts";

/** Bytes that one layer must hide before it is worth a word. */
const leastWaste = 1024 * 1024;
/** Files that are named, the largest first. */
const named = 5;

interface Waste {
  bytes: number;
  /** Bytes of files that the layer brings again with the same size: copied for another owner, mode or time. */
  copied: number;
  files: Located<number>[];
}

/**
 * `layer-waste` for every layer that deletes or replaces files of earlier ones: they are stored and
 * transferred all the same. Files of less than 64 KiB are not counted.
 */
export function judgeWaste(facts: ImageFacts, layers: Layers): Finding[] {
  const files = facts.of(weightInspector);
  const visibleIn = new Map(files.map((file) => [`${file.layer} ${file.path}`, file.fact]));
  const byLayer = new Map<number, Waste>();
  for (const file of files) {
    if (file.hiddenBy === undefined) continue;
    const waste = byLayer.get(file.hiddenBy) ?? { bytes: 0, copied: 0, files: [] };
    waste.bytes += file.fact;
    if (visibleIn.get(`${file.hiddenBy} ${file.path}`) === file.fact) waste.copied += file.fact;
    waste.files.push(file);
    byLayer.set(file.hiddenBy, waste);
  }
  return [...byLayer]
    .filter(([, { bytes }]) => bytes >= leastWaste)
    .sort(([a], [b]) => a - b)
    .map(([layer, waste]) => toFinding(layer, waste, layers));
}

function toFinding(layer: number, { bytes, copied, files }: Waste, layers: Layers): Finding {
  const largest = files.sort((a, b) => b.fact - a.fact).slice(0, named);
  const [first] = largest;
  const { layer: diffId, instruction } = placeOf({ path: first!.path, layer }, layers);
  const names = largest.map(({ path, fact }) => `/${path} (${megabytes(fact)})`).join(", ");
  const isCopy = copied * 2 > bytes;
  return createFinding({
    rule: "layer-waste",
    kind: "misconfiguration",
    severity: "negligible",
    title: isCopy
      ? `A layer brings ${megabytes(bytes)} of earlier layers once more`
      : `A layer hides ${megabytes(bytes)} of earlier layers`,
    description: `${files.length} files of at least ${leastCounted / 1024} KiB were deleted or replaced${copied > 0 ? `, ${megabytes(copied)} of it by files of the same size` : ""}. They are stored and pulled with the image all the same, and can be read.`,
    location: {
      path: first!.path,
      ...(diffId && { layer: diffId }),
      ...(instruction && { instruction }),
    },
    evidence: { value: `${bytes} bytes: ${names}`, source: "layers" },
    fix: {
      description: isCopy
        ? "Set owner and mode where the files are copied (COPY --chown --chmod), not by chown or chmod in a later layer."
        : "Delete files in the RUN that makes them, or build in a stage of its own and copy what is needed.",
    },
    references: ["https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds"],
    identity: [diffId ?? String(layer)],
  });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
