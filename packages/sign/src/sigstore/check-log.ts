import type { TrustCheck } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import { findCheckpointFault } from "./checkpoint.ts";
import { askAboutEntry } from "./engine.ts";
import { findBodyFault, type Verifier } from "./log-body.ts";
import type { SignedMaterial, TransparencyLogEntry, TrustedTime } from "./material.ts";
import type { TrustedLog, TrustedRoot } from "./trusted-root.ts";

/** A bundle has one or two. */
const maxEntries = 32;

export interface CheckedLog {
  readonly check: TrustCheck;
  /** Of entries whose log has promised a time. */
  readonly times: readonly TrustedTime[];
}

interface Judged {
  readonly log?: TrustedLog;
  readonly fault?: string;
}

/**
 * Checks that a transparency log has taken the signature in. Entries of logs that the root does not know
 * prove nothing, and break nothing as long as another one does; a broken entry of a known log does.
 *
 * @param stamped times of timestamping authorities, for logs that do not tell one themselves
 */
export function checkLog(
  material: SignedMaterial,
  verifier: Verifier,
  root: TrustedRoot,
  stamped: readonly TrustedTime[],
  now: Date,
): CheckedLog {
  const name = "transparency-log";
  const { entries } = material;
  const failed = (reason: string, evidence?: string): CheckedLog => ({
    check: check(name, "fail", reason, evidence),
    times: [],
  });
  if (entries.length === 0) {
    return root.logs.length > 0
      ? failed("It comes with no entry of a transparency log")
      : {
          check: check(name, "skipped", "There is no entry, and the trusted root knows no log"),
          times: [],
        };
  }
  if (entries.length > maxEntries) return failed(`It comes with more than ${maxEntries} entries`);
  if (hasTwice(entries)) return failed("The same entry of a log comes twice");
  const judged = entries.map((entry) => judgeEntry(entry, material, verifier, root, stamped, now));
  const fault = judged.find((one) => one.log !== undefined && one.fault !== undefined)?.fault;
  if (fault !== undefined) return failed(`An entry does not hold: ${fault}`);
  const logs = judged.flatMap(({ log }, index) =>
    log === undefined ? [] : [`${log.baseURL} entry ${entries[index]!.logIndex}`],
  );
  if (logs.length === 0) return failed("The trusted root knows none of the logs of its entries");
  const reason = "A trusted log has taken this signature by this signer in";
  return {
    check: check(name, "pass", reason, logs.join(", ")),
    times: judged.flatMap(({ log }, index) => {
      const entry = entries[index]!;
      if (log === undefined || entry.inclusionPromise === undefined) return [];
      return [{ moment: integratedTimeOf(entry), source: log.baseURL }];
    }),
  };
}

function judgeEntry(
  entry: TransparencyLogEntry,
  { content, signature }: SignedMaterial,
  verifier: Verifier,
  root: TrustedRoot,
  stamped: readonly TrustedTime[],
  now: Date,
): Judged {
  const logs = root.logs.filter(({ logID }) => logID.equals(entry.logId.keyId));
  if (logs.length === 0) return {};
  // The same key may be listed again with another validity.
  const judged = logs.map((log): Judged => {
    const fault =
      findTimeFault(entry, log, stamped, now) ??
      askAboutEntry(entry, [log], content, signature) ??
      findCheckpointFault(entry, log) ??
      findBodyFault(entry, verifier);
    return fault === undefined ? { log } : { log, fault };
  });
  return judged.find(({ fault }) => fault === undefined) ?? judged[0]!;
}

function findTimeFault(
  entry: TransparencyLogEntry,
  { validFor }: TrustedLog,
  stamped: readonly TrustedTime[],
  now: Date,
): string | undefined {
  const { logIndex, integratedTime, inclusionPromise, inclusionProof } = entry;
  const numbers = [logIndex, integratedTime];
  if (inclusionProof !== undefined) numbers.push(inclusionProof.logIndex, inclusionProof.treeSize);
  if (!numbers.every((number) => /^\d{1,19}$/.test(number))) return "a number of it is none";
  if (integratedTimeOf(entry) > now) return "its time is in the future";
  // Only a promise vouches for the entry's own time.
  const moments =
    inclusionPromise === undefined
      ? stamped.map(({ moment }) => moment)
      : [integratedTimeOf(entry)];
  const isValid = moments.every((moment) => validFor.start <= moment && moment <= validFor.end);
  return isValid ? undefined : "the log's key was not valid then";
}

function integratedTimeOf({ integratedTime }: TransparencyLogEntry): Date {
  return new Date(Number(integratedTime) * 1000);
}

function hasTwice(entries: readonly TransparencyLogEntry[]): boolean {
  const ids = entries.map(({ logId, canonicalizedBody }) =>
    Buffer.concat([logId.keyId, canonicalizedBody]).toString("base64"),
  );
  return new Set(ids).size < ids.length;
}
