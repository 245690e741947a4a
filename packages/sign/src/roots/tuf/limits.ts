/** Bounds on what a TUF repository can make us read and wait. */
export const tufLimits = {
  /** Sigstore's roots are about 6 kB. */
  rootBytes: 512 * 1024,
  /** A timestamp has one entry, and a signature of each key. */
  timestampBytes: 64 * 1024,
  snapshotBytes: 2 * 1024 * 1024,
  targetsBytes: 5 * 1024 * 1024,
  /** Of one target file, whatever length its metadata states. */
  targetBytes: 64 * 1024 * 1024,
  /** Everything that is downloaded in one run. */
  totalBytes: 128 * 1024 * 1024,
  /** Versions of root.json that are followed in one run. */
  rootRotations: 1024,
  /** Delegated roles that are searched for a target. */
  delegations: 32,
  /** Keys or roles in one document. */
  entries: 4096,
  /** One answer, to its last byte. */
  requestMs: 20_000,
  /** All answers together. */
  totalMs: 120_000,
} as const;
