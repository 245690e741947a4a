import { createHash } from "node:crypto";
import { PlimsollError, type TrustCheck } from "@plimsoll/core";
import { check } from "../verify/check.ts";
import type { FileMeta } from "./document.ts";
import { dctLimits } from "./limits.ts";
import { loadRoles } from "./load-roles.ts";
import { parseSnapshot, parseTimestamp, type Snapshot, type Timestamp } from "./meta.ts";
import { findPinned, readPins, requireCertificate } from "./pins.ts";
import type { DctRepository } from "./repository.ts";
import { rememberedVersions, requireNoRollback, versionsOf } from "./rollback.ts";
import { parseRoot, type Root } from "./root.ts";
import { followRotations, openHistory } from "./root-history.ts";
import { type DctPlace, type NotaryServer, openServer } from "./server.ts";
import { type Passed, refuse, StepFailed, step } from "./steps.ts";
import { requireFresh, requireSigners } from "./threshold.ts";
import type { DctTrust } from "./trust.ts";

export interface DctRequest extends DctPlace {
  readonly trust: DctTrust;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

/** What became of reading a repository: every step, and the result when all of them passed. */
export interface DctReading {
  readonly checks: TrustCheck[];
  readonly repository?: DctRepository;
}

/**
 * Fetches the trust data of a repository and verifies it from the pins down to every delegation, in
 * the order of TUF's client workflow (TUF 1.0, section 5). What the server gave never throws: it is a
 * failed check.
 *
 * @throws PlimsollError `NOT_FOUND` when the server has none and none was known; `KEY_INVALID` for
 * pins that are no certificates; the errors of the way to the server, and of the store
 */
export async function loadRepository(request: DctRequest): Promise<DctReading> {
  const { gun, trust, now = Date.now } = request;
  const nowMs = now();
  const pins = readPins(trust);
  const server = openServer({ ...request, server: request.server ?? trust.server });
  const known = await trust.store?.load(gun);
  const bytes = await server.get("root", dctLimits.rootBytes);
  if (bytes === undefined && known === undefined) {
    throw new PlimsollError("NOT_FOUND", "The Notary server has no trust data for the repository", {
      subject: `${server.url} ${gun}`,
      action: "Nothing was signed there with Docker Content Trust, or the name is another.",
    });
  }
  const checks: TrustCheck[] = [];
  try {
    const root = await step(checks, "root", () => readRoot(bytes, nowMs));
    const history = openHistory(server, root.value);
    const trusted = await step(checks, "identity", () =>
      findPinned(history, root.signers, pins, nowMs),
    );
    const rootKey = await step(checks, "root-certificate", () =>
      requireCertificate(trusted, gun, nowMs),
    );
    if (known === undefined) {
      checks.push(check("rotation", "skipped", "No earlier version of the root was kept"));
    } else {
      await step(checks, "rotation", async () => {
        const kept = parseRoot(known.root);
        await followRotations(kept, history);
        const reason = `The root follows from version ${kept.version}, which was kept`;
        return { value: undefined, reason };
      });
    }
    const remembered = known && rememberedVersions(known, root.value);
    const timestamp = await step(checks, "timestamp", () =>
      readTimestamp(server, root.value, remembered, nowMs),
    );
    const snapshot = await step(checks, "snapshot", () =>
      readSnapshot(server, root.value, timestamp, remembered, nowMs),
    );
    const roles = await loadRoles(checks, {
      root: root.value,
      snapshot,
      remembered,
      nowMs,
      fetch: (role, meta) => fetchListed(server, role, meta, dctLimits.targetsBytes),
    });
    const repository: DctRepository = {
      gun,
      server: server.url,
      root: root.value,
      rootKey,
      timestamp,
      snapshot,
      roles,
    };
    await trust.store?.save(gun, {
      root: root.value.bytes,
      versions: versionsOf(repository, remembered),
    });
    return { checks, repository };
  } catch (error) {
    if (error instanceof StepFailed) return { checks };
    throw error;
  }
}

function readRoot(
  bytes: Buffer | undefined,
  nowMs: number,
): Passed<{ value: Root; signers: ReturnType<typeof requireSigners> }> {
  if (bytes === undefined) throw refuse("the server has lost the root");
  const value = parseRoot(bytes);
  const signers = requireSigners("The root", value, value.roles.root, value.keys);
  requireFresh("The root", value, nowMs);
  const reason = `Version ${value.version} of the root is signed by its own keys`;
  return { value: { value, signers }, reason, evidence: `until ${value.expires}` };
}

async function readTimestamp(
  server: NotaryServer,
  root: Root,
  remembered: ReadonlyMap<string, number> | undefined,
  nowMs: number,
): Promise<Passed<Timestamp>> {
  const bytes = await server.get("timestamp", dctLimits.timestampBytes);
  if (bytes === undefined) throw refuse("the timestamp is not there");
  const value = parseTimestamp(bytes);
  requireSigners("The timestamp", value, root.roles.timestamp, root.keys);
  requireFresh("The timestamp", value, nowMs);
  requireNoRollback("timestamp", value.version, remembered);
  const reason = `Version ${value.version} of the timestamp is signed by the root's key for it`;
  return { value, reason, evidence: `until ${value.expires}` };
}

async function readSnapshot(
  server: NotaryServer,
  root: Root,
  timestamp: Timestamp,
  remembered: ReadonlyMap<string, number> | undefined,
  nowMs: number,
): Promise<Passed<Snapshot>> {
  const bytes = await fetchListed(server, "snapshot", timestamp.snapshot, dctLimits.snapshotBytes);
  const value = parseSnapshot(bytes);
  requireSigners("The snapshot", value, root.roles.snapshot, root.keys);
  requireFresh("The snapshot", value, nowMs);
  requireNoRollback("snapshot", value.version, remembered);
  requireBytes("root", root.bytes, value.meta.get("root")!);
  const reason = `Version ${value.version} of the snapshot is the timestamp's, and names this root`;
  return { value, reason, evidence: `until ${value.expires}` };
}

/** Fetches a document by its digest; nothing that is too large is asked for. */
async function fetchListed(
  server: NotaryServer,
  role: string,
  meta: FileMeta,
  maxBytes: number,
): Promise<Buffer> {
  if (meta.length > maxBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", `${role} has more than ${maxBytes} bytes`);
  }
  const bytes = await server.get(`${role}.${meta.sha256}`, meta.length);
  if (bytes === undefined) throw refuse(`${role} is not there in the version that is listed`);
  requireBytes(role, bytes, meta);
  return bytes;
}

function requireBytes(role: string, bytes: Buffer, meta: FileMeta): void {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest("hex");
  const isListed =
    bytes.length === meta.length &&
    digest("sha256") === meta.sha256 &&
    (meta.sha512 === undefined || digest("sha512") === meta.sha512);
  if (!isListed) throw refuse(`${role} is not the version that is listed`);
}
