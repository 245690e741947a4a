/** Bounds on what a Notary server can make a verifier read, before and while it is fetched. */
export const dctLimits = {
  rootBytes: 512 * 1024,
  timestampBytes: 1024 * 1024,
  snapshotBytes: 5 * 1024 * 1024,
  /** Ten thousand tags are about two million bytes. */
  targetsBytes: 10 * 1024 * 1024,
  /** All targets of one repository together. */
  allTargetsBytes: 40 * 1024 * 1024,
  answerBytes: 64 * 1024,
  /** TUF 1.0, 5.3.2 leaves the number to the client; its reference takes 1024. */
  rootRotations: 1024,
  /** Parts of a role's name below `targets`. */
  delegationDepth: 8,
  roles: 200,
  keys: 1000,
  signatures: 100,
  paths: 1000,
  /** Everything that one question to the server may take, in milliseconds. */
  timeMs: 120_000,
} as const;
