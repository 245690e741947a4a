import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../../encoding/json.ts";
import type { DctKeys } from "../keys/key-folder.ts";
import { loadRepository } from "../load.ts";
import { parseGun, toGun } from "../names.ts";
import type { DctRepository, DctRole } from "../repository.ts";
import { parseRoot, type Root } from "../root.ts";
import { requireSuccessor } from "../root-history.ts";
import { type DctUpload, type NotaryServer, openServer } from "../server.ts";
import { parseTargets } from "../targets.ts";
import { requireSigners } from "../threshold.ts";
import type { DctOptions } from "../verify-tag.ts";
import {
  composeDocument,
  composeFileMeta,
  type DocumentSigner,
  expiryOf,
  findSigners,
  requireOwnSigners,
} from "./compose.ts";

export interface DctWriteOptions extends DctOptions {
  /** Own private keys. A root key among them is trusted as if it were pinned. */
  readonly keys: DctKeys;
}

/** What is to be published: the signed parts, without version and expiry, which are set here. */
export interface Changes {
  /** The new root; its signers are the keys of the old one and of the new one. */
  readonly root?: { readonly json: JsonObject; readonly signers: readonly DocumentSigner[] };
  /** The new content by role, for roles of the repository or of the new root. */
  readonly roles: readonly { readonly role: DctRole; readonly json: JsonObject }[];
}

/** What a change is worked out from. */
export interface ChangeInput {
  readonly repository: DctRepository;
  readonly keys: DctKeys;
  readonly server: NotaryServer;
  readonly nowMs: number;
}

const maxTries = 5;

/**
 * Reads and verifies a repository, works out a change, and publishes all of it or nothing. When
 * somebody else has published meanwhile, it starts anew from what they published.
 *
 * @param plan returns `undefined` when there is nothing to change
 * @returns the repository as it is read back and verified; `isChanged` says whether anything was published
 * @throws PlimsollError `SIGNATURE_INVALID` when what is there does not verify, `KEY_INVALID` when a
 * private key is missing, `SERVER_ERROR` when others keep publishing, and the server's own errors
 */
export async function changeRepository(
  options: DctWriteOptions,
  plan: (input: ChangeInput) => Promise<Changes | undefined>,
): Promise<{ repository: DctRepository; isChanged: boolean }> {
  const gun = toGun(parseGun(options.gun));
  const { keys, now = Date.now } = options;
  const request = { ...options, gun, trust: await withOwnPins(options) };
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const repository = await requireRepository(request);
    const server = openServer({ ...request, server: repository.server });
    const input = { repository, keys, server, nowMs: now() };
    const changes = await plan(input);
    if (changes === undefined) return { repository, isChanged: false };
    const uploads = await composeUploads(input, changes);
    if (await server.publish(uploads)) {
      return { repository: await requireRepository(request), isChanged: true };
    }
  }
  throw new PlimsollError("SERVER_ERROR", "Others keep publishing at the same time", {
    subject: gun,
    action: "Try again.",
  });
}

/** The repository, verified, or the first check that failed as an error. */
async function requireRepository(
  request: Parameters<typeof loadRepository>[0],
): Promise<DctRepository> {
  const { checks, repository } = await loadRepository(request);
  if (repository !== undefined) return repository;
  const fault = checks.find(({ result }) => result === "fail");
  throw new PlimsollError(
    "SIGNATURE_INVALID",
    `What is published does not verify: ${fault?.name}: ${fault?.reason}`,
    {
      subject: fault?.evidence ?? request.gun,
      action: "Pin the id of the root key, or put the root key into the folder of keys.",
    },
  );
}

async function withOwnPins({ trust, keys }: DctWriteOptions) {
  const own = (await keys.list()).filter(({ role }) => role === "root").map(({ id }) => id);
  return { ...trust, rootKeys: [...trust.rootKeys, ...own] };
}

async function composeUploads(input: ChangeInput, changes: Changes): Promise<DctUpload[]> {
  const { repository, keys, nowMs } = input;
  const uploads: DctUpload[] = [];
  let { root } = repository;
  if (changes.root !== undefined) {
    const { json, signers } = changes.root;
    const next = { ...json, version: root.version + 1, expires: expiryOf("Root", nowMs) };
    const bytes = composeDocument(next, signers);
    root = parseRoot(bytes);
    // Nobody but who verifies it would tell a root that locks everybody out.
    requireSuccessor(repository.root, root);
    uploads.push({ role: "root", bytes });
  }
  for (const { role, json } of changes.roles) {
    const version = ((role.document ?? role.rejected)?.version ?? 0) + 1;
    const next = { ...json, version, expires: expiryOf("Targets", nowMs) };
    const signers = await requireOwnSigners(role.name, role.role, role.keys, keys);
    const bytes = composeDocument(next, signers);
    requireSigners(role.name, parseTargets(bytes, role.name), role.role, role.keys);
    uploads.push({ role: role.name, bytes });
  }
  return [...uploads, ...(await composeSnapshot(input, root, uploads))];
}

/** The server makes the snapshot when it has the key for it; else it is ours to make. */
async function composeSnapshot(
  { repository, keys, nowMs }: ChangeInput,
  root: Root,
  uploads: readonly DctUpload[],
): Promise<DctUpload[]> {
  const signers = await findSigners(root.roles.snapshot, root.keys, keys);
  if (signers.length === 0) return [];
  const { snapshot } = repository;
  const listed = uploads.map(({ role, bytes }) => [role, composeFileMeta(bytes)] as const);
  const signed = {
    ...snapshot.json,
    meta: { ...(snapshot.json.meta as JsonObject), ...Object.fromEntries(listed) },
    version: snapshot.version + 1,
    expires: expiryOf("Snapshot", nowMs),
  };
  return [{ role: "snapshot", bytes: composeDocument(signed, signers) }];
}
