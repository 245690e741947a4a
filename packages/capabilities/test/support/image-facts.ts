import { toPlimsollError } from "@plimsoll/core";
import type { FileEntry, ImageFacts, Inspector, Located } from "@plimsoll/image";

/** A file by hand: its entry and, where it matters, its text; `null` removes it. */
export type LayerFiles = Readonly<Record<string, (Partial<FileEntry> & { text?: string }) | null>>;

/** An entry as a walk would give it. */
export function fileEntry(path: string, more: Partial<FileEntry> = {}): FileEntry {
  return { path, type: "file", mode: 0o755, uid: 0, gid: 0, size: 0, ...more };
}

/** Layers with diffIDs that a reader can tell apart. */
export function layersOf(layers: readonly LayerFiles[]): { diffId: string }[] {
  return layers.map((_, index) => ({ diffId: `sha256:layer-${index}` }));
}

/** What a walk over hand-made layers gives: only for tests of what comes after the walk. */
export function factsOf(
  layers: readonly LayerFiles[],
  inspectors: readonly Inspector[],
): ImageFacts {
  const facts = new Map<string, Located[]>(inspectors.map(({ id }) => [id, []]));
  const incomplete: ImageFacts["incomplete"][number][] = [];
  layers.forEach((files, layer) => {
    for (const [path, file] of Object.entries(files)) {
      if (file === null) continue;
      const { text = "", ...more } = file;
      const content = Buffer.from(text);
      const entry = fileEntry(path, { size: content.length, ...more });
      const later = layers.findIndex((above, index) => index > layer && path in above);
      for (const inspector of inspectors) {
        const wanted = inspector.wants(entry);
        if (wanted === undefined) continue;
        try {
          const fact = inspector.inspect(entry, content.subarray(0, wanted));
          if (fact === undefined) continue;
          // The cache stores facts as JSON: a fact must survive it.
          const stored = JSON.parse(JSON.stringify(fact)) as unknown;
          const hidden = later === -1 ? {} : { hiddenBy: later };
          facts.get(inspector.id)!.push({ path, layer, fact: stored, ...hidden });
        } catch (error) {
          const { code, message } = toPlimsollError(error, "INTERNAL", "The inspector failed");
          incomplete.push({ code, what: path, why: message });
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

/** The attribute `security.capability` of revision 2. */
export function capabilityAttribute(
  permitted: bigint,
  options: { effective?: boolean; inheritable?: bigint } = {},
): ReadonlyMap<string, Uint8Array> {
  const { effective = true, inheritable = 0n } = options;
  const bytes = Buffer.alloc(20);
  bytes.writeUInt32LE(0x0200_0000 | (effective ? 1 : 0), 0);
  bytes.writeUInt32LE(Number(permitted & 0xffff_ffffn), 4);
  bytes.writeUInt32LE(Number(inheritable & 0xffff_ffffn), 8);
  bytes.writeUInt32LE(Number(permitted >> 32n), 12);
  bytes.writeUInt32LE(Number(inheritable >> 32n), 16);
  return new Map([["security.capability", bytes]]);
}
