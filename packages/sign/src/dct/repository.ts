import type { TufRole } from "./document.ts";
import type { TufKey } from "./key.ts";
import type { Snapshot, Timestamp } from "./meta.ts";
import type { Root } from "./root.ts";
import type { Targets } from "./targets.ts";

/** `targets` or a delegation, as its parent names it. */
export interface DctRole {
  readonly name: string;
  /** Beginnings of the names that it may sign for. */
  readonly paths: readonly string[];
  readonly role: TufRole;
  readonly keys: ReadonlyMap<string, TufKey>;
  /** Absent when nothing was published for the role, or what was is at fault. */
  readonly document?: Targets;
  readonly signers: readonly TufKey[];
  /** Why its document does not count. */
  readonly fault?: string;
  /** The document that does not count, where it could be read: nothing but its version is of use. */
  readonly rejected?: Targets;
}

/** The verified trust data of one repository. */
export interface DctRepository {
  readonly gun: string;
  readonly server: string;
  readonly root: Root;
  /** The root's key that the pins, and its certificate, speak for. */
  readonly rootKey: TufKey;
  readonly timestamp: Timestamp;
  readonly snapshot: Snapshot;
  /** `targets` first, then delegations, parents before their children. */
  readonly roles: ReadonlyMap<string, DctRole>;
}
