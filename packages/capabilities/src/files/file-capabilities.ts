import { PlimsollError } from "@plimsoll/core";
import type { CapabilityMask } from "../model/mask.ts";

/** What the extended attribute `security.capability` says, see capabilities(7) "File capability extended attribute versioning". */
export interface FileCapabilities {
  revision: 1 | 2 | 3;
  permitted: CapabilityMask;
  inheritable: CapabilityMask;
  /** Whether the process also holds them as effective at once. */
  effective: boolean;
  /** Revision 3: the root of the user namespace in which it counts. */
  rootId?: number;
}

/** Bytes of the attribute by revision (linux/capability.h, XATTR_CAPS_SZ_1 to _3). */
const sizes: Readonly<Record<number, 12 | 20 | 24>> = { 1: 12, 2: 20, 3: 24 };

/**
 * Decodes the attribute: a little-endian word with the revision and the effective flag, then
 * permitted and inheritable words.
 *
 * @throws PlimsollError `MALFORMED` when size and revision do not fit each other
 */
export function parseFileCapabilities(bytes: Uint8Array, path: string): FileCapabilities {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.byteLength >= 4 ? view.getUint32(0, true) : 0;
  const revision = magic >>> 24;
  if ((revision !== 1 && revision !== 2 && revision !== 3) || sizes[revision] !== bytes.length) {
    throw new PlimsollError(
      "MALFORMED",
      `security.capability has ${bytes.length} bytes and revision ${revision}, which do not fit`,
      { subject: path, action: "Set the file's capabilities again with setcap(8)." },
    );
  }
  const word = (index: number): bigint => BigInt(view.getUint32(4 + index * 4, true));
  const has64 = revision !== 1;
  return {
    revision,
    permitted: word(0) | (has64 ? word(2) << 32n : 0n),
    inheritable: word(1) | (has64 ? word(3) << 32n : 0n),
    effective: (magic & 1) === 1,
    ...(revision === 3 ? { rootId: view.getUint32(20, true) } : {}),
  };
}
