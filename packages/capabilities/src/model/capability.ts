import type { Severity } from "@plimsoll/core";
import { capabilityTable } from "./capability-table.ts";

/** One Linux capability, see capabilities(7) and the kernel's include/uapi/linux/capability.h. */
export interface Capability {
  /** `CAP_NET_RAW` */
  readonly name: string;
  /** Its bit in a mask. */
  readonly number: number;
  /** How bad it is when a process that an attacker controls holds it inside a container. */
  readonly severity: Severity;
  /** What it lets an attacker do, one sentence. */
  readonly lets: string;
}

/** All 41 capabilities, by number: CAP_CHOWN (0) to CAP_CHECKPOINT_RESTORE (40). */
export const capabilities: readonly Capability[] = capabilityTable.map(
  ([name, severity, lets], number) => ({ name: `CAP_${name}`, number, severity, lets }),
);

const byName: ReadonlyMap<string, Capability> = new Map(
  capabilities.map((capability) => [capability.name, capability]),
);

/** The capability of that exact name (`CAP_NET_RAW`), or undefined. */
export function findCapability(name: string): Capability | undefined {
  return byName.get(name);
}
