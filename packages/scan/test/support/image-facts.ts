import { toPlimsollError } from "@plimsoll/core";
import type { FactReader, FileEntry, ImageFacts, Inspector, Layer, Located } from "@plimsoll/image";

/** A layer by hand: content of each file; `null` removes it from the layers below. */
export type LayerFiles = Readonly<Record<string, string | Buffer | Partial<FileEntry> | null>>;

/** An entry as a walk would give it. */
export function fileEntry(path: string, more: Partial<FileEntry> = {}): FileEntry {
  return { path, type: "file", mode: 0o644, uid: 0, gid: 0, size: 0, ...more };
}

/**
 * What an inspector says of a file, whether it looks at the beginning or reads by ranges; given
 * whole, or in the pieces that a walk would give.
 */
export function inspectFile<Fact>(
  inspector: Inspector<Fact>,
  entry: FileEntry,
  content: Buffer,
  pieceBytes = Number.POSITIVE_INFINITY,
): Fact | undefined {
  const answer = inspector.inspect(
    entry,
    content.subarray(0, inspector.wants(entry) ?? content.length),
  );
  if (!isReader(answer)) return answer;
  let step = answer.next();
  while (!step.done) {
    const { offset, least, most = least } = step.value;
    const taken = Math.max(least, Math.min(most, pieceBytes));
    step = answer.next(content.subarray(offset, offset + taken));
  }
  return step.value;
}

function isReader<Fact>(answer: Fact | FactReader<Fact> | undefined): answer is FactReader<Fact> {
  return typeof answer === "object" && answer !== null && "next" in answer;
}

/** Layers with diffIDs that a reader can tell apart. */
export function layersOf(files: readonly LayerFiles[]): Layer[] {
  return files.map((_, index) => ({
    index,
    diffId: diffIdOf(index),
    createdBy: `RUN step ${index}`,
    content: () => Promise.reject(new Error("these layers have no content")),
  }));
}

export function diffIdOf(index: number): string {
  return `sha256:${String(index).padStart(64, "0")}`;
}

/** What a walk over hand-made layers gives: only for tests of what comes after the walk. */
export function factsOf(
  layers: readonly LayerFiles[],
  inspectors: readonly Inspector[],
): ImageFacts {
  const facts = new Map<string, Located[]>(inspectors.map(({ id }) => [id, []]));
  const incomplete: ImageFacts["incomplete"][number][] = [];
  layers.forEach((files, layer) => {
    for (const [path, file] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (file === null) continue;
      const isContent = typeof file === "string" || Buffer.isBuffer(file);
      const content = isContent ? Buffer.from(file) : Buffer.alloc(0);
      const entry = fileEntry(path, {
        size: content.length,
        ...(isContent ? {} : file),
      });
      const later = layers.findIndex((above, index) => index > layer && path in above);
      for (const inspector of inspectors) {
        const wanted = inspector.wants(entry);
        if (wanted === undefined) continue;
        try {
          const fact = inspectFile(inspector, entry, content);
          if (fact === undefined) continue;
          const hiddenBy = later === -1 ? {} : { hiddenBy: later };
          // The cache stores facts as JSON: a fact must survive it.
          const stored = JSON.parse(JSON.stringify(fact)) as unknown;
          facts.get(inspector.id)!.push({ path, layer, fact: stored, ...hiddenBy });
        } catch (error) {
          const { code, message } = toPlimsollError(error, "INTERNAL", "The inspector failed");
          incomplete.push({ code, what: path, why: message, layer: diffIdOf(layer) });
        }
      }
    }
  });
  return {
    of: ((inspector: { id: string }) => facts.get(inspector.id) ?? []) as ImageFacts["of"],
    entryCounts: layers.map((files) => Object.keys(files).length),
    measure: () => ({ layers: [], efficiency: 1 }),
    incomplete,
    cachedLayers: 0,
    unverified: [],
  };
}
