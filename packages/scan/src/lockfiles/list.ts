import type { Cataloger } from "../cataloger.ts";
import { goLockfileCataloger } from "./go/cataloger.ts";
import { javaLockfiles } from "./java/list.ts";
import { javascriptLockfiles } from "./javascript/list.ts";
import { type Lockfile, lockfileCataloger } from "./lockfile.ts";
import { nativeLockfiles } from "./native-list.ts";
import { otherLockfiles } from "./other-list.ts";
import { pythonLockfiles } from "./python/list.ts";

/** Formats of lockfiles whose files each speak for themselves. */
export const lockfiles: readonly Lockfile[] = [
  ...javascriptLockfiles,
  ...pythonLockfiles,
  ...javaLockfiles,
  ...nativeLockfiles,
  ...otherLockfiles,
];

/** Everything that finds packages in the lockfiles of a source folder. */
export const lockfileCatalogers: readonly Cataloger[] = [
  ...lockfiles.map(lockfileCataloger),
  goLockfileCataloger,
];
