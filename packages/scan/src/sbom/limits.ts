/** Bounds on what one bill of materials may hold; real ones of large images have some 20,000 components. */
export const sbomLimits = {
  /** UTF-16 units of the document. */
  textLength: 128 * 1024 * 1024,
  components: 500_000,
  /** Components inside components. */
  depth: 64,
  purlLength: 4096,
  /** Name, version, licence, path. */
  valueLength: 4096,
  licencesPerPackage: 32,
  locationsPerPackage: 10_000,
} as const;
