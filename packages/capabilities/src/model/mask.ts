import { PlimsollError } from "@plimsoll/core";
import { capabilities, findCapability } from "./capability.ts";

/** A set of capabilities: bit n stands for capability number n. Bits above 40 are kept, not named. */
export type CapabilityMask = bigint;

/** No capability. */
export const noCapabilities: CapabilityMask = 0n;

/** Every capability that Linux has (41 as of Linux 5.9). */
export const allCapabilities: CapabilityMask = (1n << BigInt(capabilities.length)) - 1n;

/** The set of the capabilities named. Unknown names are left out; `normaliseCapability` finds them. */
export function maskOf(names: Iterable<string>): CapabilityMask {
  let mask = noCapabilities;
  for (const name of names) {
    const capability = findCapability(name);
    if (capability !== undefined) mask |= 1n << BigInt(capability.number);
  }
  return mask;
}

/** The names in a set, by number; a bit that has no name gives `CAP_41` and so on. */
export function namesOf(mask: CapabilityMask): string[] {
  const names: string[] = [];
  for (let number = 0; mask >> BigInt(number) > 0n; number += 1) {
    if (contains(mask, number)) names.push(capabilities[number]?.name ?? `CAP_${number}`);
  }
  return names;
}

/** True when capability `number` is in the set. */
export function contains(mask: CapabilityMask, number: number): boolean {
  return ((mask >> BigInt(number)) & 1n) === 1n;
}

/**
 * Reads a mask as /proc/PID/status writes it (`CapEff: 00000000a80425fb`), with or without `0x`.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when it is not 1 to 16 hexadecimal digits
 */
export function parseMask(text: string): CapabilityMask {
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text.trim())?.[1];
  if (digits === undefined) {
    throw new PlimsollError("INVALID_ARGUMENT", "This is not a capability mask", {
      subject: text.slice(0, 80),
      action: "Give up to 16 hexadecimal digits, as in CapEff of /proc/PID/status.",
    });
  }
  return BigInt(`0x${digits}`);
}

/** Writes a mask as /proc/PID/status does: 16 hexadecimal digits. */
export function formatMask(mask: CapabilityMask): string {
  return mask.toString(16).padStart(16, "0");
}
