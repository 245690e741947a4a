import type { Cataloger } from "../cataloger.ts";

/**
 * Loads the catalogers of lockfiles, whose inspectors a walk over a folder of source takes beside
 * `scanInspectors`. They are not for images, where what is installed counts; loaded on demand, their
 * parsers of YAML and TOML cost the start of any other scan nothing.
 */
export async function loadLockfileCatalogers(): Promise<readonly Cataloger[]> {
  const { lockfileCatalogers } = await import("./list.ts");
  return lockfileCatalogers;
}
