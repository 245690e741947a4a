import type { FileCapabilities } from "../files/file-capabilities.ts";
import { type CapabilityMask, noCapabilities } from "./mask.ts";

/** The credentials of a thread that matter to execve(2), in one user namespace. */
export interface Credentials {
  realUid: number;
  effectiveUid: number;
  permitted: CapabilityMask;
  effective: CapabilityMask;
  inheritable: CapabilityMask;
  bounding: CapabilityMask;
  ambient: CapabilityMask;
  /** The no_new_privs attribute, see prctl(2). */
  noNewPrivileges: boolean;
}

/** The program that is executed. */
export interface Program {
  /** The user that the setuid bit switches to; absent without the bit. */
  setuid?: number;
  /** True when the setgid bit switches to another group. */
  setgid?: boolean;
  capabilities?: FileCapabilities;
}

export type ExecResult =
  | { allowed: true; credentials: Credentials }
  /** execve(2) fails with EPERM: the file's capabilities lie outside the bounding set. */
  | { allowed: false; missing: CapabilityMask };

/**
 * What a thread holds after execve(2), as in capabilities(7), "Transformation of capabilities
 * during execve()" and "Capabilities and execution of programs by root", without securebits. A
 * program with an effective file capability that the bounding set lacks does not start at all.
 */
export function execTransition(before: Credentials, program: Program): ExecResult {
  const { capabilities: file, setgid = false } = program;
  // prctl(2), PR_SET_NO_NEW_PRIVS: set-user-ID and set-group-ID bits do nothing.
  const setuid = before.noNewPrivileges ? undefined : program.setuid;
  const effectiveUid = setuid ?? before.effectiveUid;
  const changesIds =
    (setuid !== undefined && setuid !== before.realUid) || (setgid && !before.noNewPrivileges);

  let permitted = noCapabilities;
  let isEffective = false;
  if (file !== undefined) {
    permitted = (before.inheritable & file.inheritable) | (before.bounding & file.permitted);
    const missing = file.permitted & ~permitted;
    if (file.effective && missing !== 0n) return { allowed: false, missing };
    isEffective = file.effective;
  }
  // A setuid-root program that also has file capabilities gives a non-root user only the latter.
  const isMixed = file !== undefined && effectiveUid === 0 && before.realUid !== 0;
  if (!isMixed && (effectiveUid === 0 || before.realUid === 0)) {
    permitted = before.inheritable | before.bounding;
    if (effectiveUid === 0) isEffective = true;
  }
  if (before.noNewPrivileges) permitted &= before.permitted;

  const ambient = file !== undefined || changesIds ? noCapabilities : before.ambient;
  permitted |= ambient;
  return {
    allowed: true,
    credentials: {
      ...before,
      effectiveUid,
      permitted,
      effective: isEffective ? permitted : ambient,
      ambient,
    },
  };
}

/**
 * The credentials with which Docker's runtime executes a container's program: root holds the
 * whole bounding set, any other user nothing; no inheritable and no ambient capabilities.
 */
export function containerCredentials(
  uid: number,
  bounding: CapabilityMask,
  noNewPrivileges: boolean,
): Credentials {
  const held = uid === 0 ? bounding : noCapabilities;
  return {
    realUid: uid,
    effectiveUid: uid,
    permitted: held,
    effective: held,
    inheritable: noCapabilities,
    bounding,
    ambient: noCapabilities,
    noNewPrivileges,
  };
}
