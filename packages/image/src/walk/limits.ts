/**
 * Bounds of one walk. An image is hostile until proven otherwise: each bound that is reached ends
 * in an `incomplete` entry with the code `LIMIT_EXCEEDED`, and the rest of the facts stands.
 */
export interface WalkLimits {
  /** Entries of one layer; the layer is read no further. */
  entries: number;
  /** UTF-16 units of one path; the entry is passed over. */
  pathLength: number;
  /** Parts of one path; the entry is passed over. */
  pathDepth: number;
  /** Bytes of one PAX or GNU long-name header; the entry that it belongs to is passed over. */
  extendedHeaderBytes: number;
  /** Bytes of one file that inspectors may get; they get that many leading bytes. */
  fileBytes: number;
  /** Bytes that one layer may expand to, holes of sparse files that somebody wants included. */
  layerBytes: number;
  /** How many times its packed size a layer may expand to, once it is past `ratioFloorBytes`. */
  ratio: number;
  /** Bytes that a layer may expand to at any ratio. */
  ratioFloorBytes: number;
  /** Bytes of JSON that the facts of all layers may take; facts past it are dropped. */
  factBytes: number;
  /** UTF-16 units that the paths of one layer may take in all; the layer is read no further. */
  pathsLength: number;
  /** `incomplete` entries of one layer; one more says how many there were. */
  incomplete: number;
}

/** Far above what honest images need: the largest public ones stay below a tenth of each. */
export const defaultWalkLimits: Readonly<WalkLimits> = {
  entries: 4_000_000,
  pathLength: 4096, // PATH_MAX
  pathDepth: 256,
  extendedHeaderBytes: 1 << 20,
  fileBytes: 50_000_000,
  layerBytes: 64 * 2 ** 30,
  ratio: 200, // deflate itself cannot pass 1032
  ratioFloorBytes: 256 * 2 ** 20,
  factBytes: 256 * 2 ** 20,
  pathsLength: 256 * 2 ** 20,
  incomplete: 200,
};
