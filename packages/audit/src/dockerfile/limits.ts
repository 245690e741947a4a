/** Bounds of what is read of one Dockerfile; past them the rest is reported as incomplete. */
export const dockerfileLimits = {
  /** UTF-16 units. */
  characters: 1_000_000,
  lines: 200_000,
  instructions: 10_000,
  stages: 1_000,
  heredocsPerInstruction: 100,
  commandsPerInstruction: 2_000,
  /** Variables of one instruction that nothing declares. */
  undeclared: 100,
  /** Pragmas of the whole file, and of one instruction; further ones waive nothing. */
  pragmas: 100,
} as const;
