import type { X509Certificate } from "node:crypto";
import { chainsTo, faultOfLeaf, parseAuthorities } from "./certificate.ts";
import { isNamedBy, type TufKey } from "./key.ts";
import type { Root } from "./root.ts";
import { type RootHistory, requireSuccessor } from "./root-history.ts";
import { type Passed, refuse } from "./steps.ts";
import { signersOf } from "./threshold.ts";
import type { DctTrust } from "./trust.ts";

/** What a root is held against. */
export interface Pins {
  readonly keys: readonly string[];
  readonly authorities: readonly X509Certificate[];
}

/** @throws PlimsollError `KEY_INVALID` */
export function readPins({ rootKeys, rootCertificates = [] }: DctTrust): Pins {
  return {
    keys: rootKeys.map((id) => id.toLowerCase()),
    authorities: parseAuthorities(rootCertificates),
  };
}

/**
 * Finds whom the root is trusted for: a pinned key or authority behind the latest version, else a
 * pinned key behind an earlier one from which every rotation was signed by the keys before it.
 *
 * @returns the keys of the latest root whose certificates must be those of the repository
 * @throws PlimsollError `SIGNATURE_INVALID`
 */
export async function findPinned(
  history: RootHistory,
  signers: readonly TufKey[],
  pins: Pins,
  nowMs: number,
): Promise<Passed<readonly TufKey[]>> {
  const { latest } = history;
  const found = latest.roles.root.keyIds.map((id) => describeRootKey(latest, id)).join(", ");
  if (pins.keys.length === 0 && pins.authorities.length === 0) {
    throw refuse("no identity was asked for: pin a root key", found);
  }
  const pinned = signers.filter((key) => isPinned(key, pins));
  if (pinned.length > 0) {
    const evidence = pinned.map(({ id }) => id).join(", ");
    return { value: pinned, reason: "A pinned key signed the root", evidence };
  }
  const issued = signers.filter((key) => chainsTo(key.certificates, pins.authorities, nowMs));
  if (issued.length > 0) {
    const evidence = issued.map(({ id }) => id).join(", ");
    const reason = "A pinned authority issued the certificate of a key that signed the root";
    return { value: issued, reason, evidence };
  }
  const version = pins.keys.length === 0 ? undefined : await findPinnedVersion(history, pins);
  if (version === undefined)
    throw refuse("no pinned key or authority stands behind the root", found);
  const reason = `A pinned key signed version ${version} of the root, and every rotation since was signed by the keys before it`;
  return { value: signers, reason, evidence: found };
}

/** @throws PlimsollError `SIGNATURE_INVALID` when none of the keys has a certificate for the repository */
export function requireCertificate(
  keys: readonly TufKey[],
  gun: string,
  nowMs: number,
): Passed<TufKey> {
  const judged = keys.map((key) => {
    const [leaf] = key.certificates;
    const none = "the root's key has no certificate that names the repository";
    return { key, fault: leaf === undefined ? none : faultOfLeaf(leaf, gun, nowMs) };
  });
  const good = judged.find(({ fault }) => fault === undefined);
  if (good === undefined) throw refuse(judged[0]?.fault ?? "the root has no certificate", gun);
  const until = good.key.certificates[0]!.validToDate.toISOString();
  return {
    value: good.key,
    reason: `The root's certificate is for ${gun}`,
    evidence: `until ${until}`,
  };
}

/** Goes back version by version; each must have been succeeded rightly. */
async function findPinnedVersion(history: RootHistory, pins: Pins): Promise<number | undefined> {
  let next = history.latest;
  while (next.version > 1) {
    const previous = await history.version(next.version - 1);
    requireSuccessor(previous, next);
    const signers = signersOf(previous, previous.roles.root, previous.keys);
    const isSigned = signers.length >= previous.roles.root.threshold;
    if (isSigned && signers.some((key) => isPinned(key, pins))) return previous.version;
    next = previous;
  }
  return undefined;
}

function isPinned(key: TufKey, { keys }: Pins): boolean {
  return keys.some((id) => isNamedBy(key, id));
}

/** Both ids of a key, as users may have either at hand. */
function describeRootKey(root: Root, id: string): string {
  const canonicalId = root.keys.get(id)?.canonicalId;
  return canonicalId === id || canonicalId === undefined ? id : `${id} (${canonicalId})`;
}
