import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../../encoding/json.ts";
import { canonicalIdOf, encodeBareKey, encodeKey, keyIdOf, parseTufKey } from "../key.ts";
import type { DctKeys } from "../keys/key-folder.ts";
import { dctLimits } from "../limits.ts";
import { parseGun, toGun } from "../names.ts";
import { type DctUpload, type NotaryServer, openServer } from "../server.ts";
import type { DctWriteOptions } from "./change.ts";
import { composeDocument, composeFileMeta, type DocumentSigner, expiryOf } from "./compose.ts";
import { emptyTargets } from "./content.ts";
import { encodeRootKey } from "./root-certificate.ts";

export interface InitialiseOptions extends Omit<DctWriteOptions, "trust"> {
  /** Notary server; default: the registry's own. */
  readonly server?: string | undefined;
  /** Who signs snapshots; default: the server, which delegations need. */
  readonly snapshot?: "server" | "own" | undefined;
}

export interface InitialisedRepository {
  readonly gun: string;
  /** Pin one of these: the id as root.json has it, and the one that names the key file. */
  readonly rootKey: { readonly id: string; readonly canonicalId: string };
  readonly targetsKey: string;
}

/**
 * Makes the trust data of a repository that has none, as `docker trust` does: a root key (one that is
 * at hand, else a new one) with a certificate for this repository, a new targets key, and the
 * server's keys. New private keys are kept before anything is published.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when the repository has trust data already, `KEY_INVALID`
 * without a passphrase; and the server's own errors
 */
export async function initialise(options: InitialiseOptions): Promise<InitialisedRepository> {
  const { keys, now = Date.now } = options;
  const gun = toGun(parseGun(options.gun));
  const server = openServer({ ...options, gun });
  if ((await server.get("root", dctLimits.rootBytes)) !== undefined) {
    throw new PlimsollError("INVALID_ARGUMENT", "The repository has trust data already", {
      subject: gun,
      action: "Sign in it; or have it deleted at the server first.",
    });
  }
  const nowMs = now();
  const timestamp = await readServerKey(server, "timestamp");
  const root = await openRootKey(keys);
  const rootKey = await encodeRootKey(root, gun, nowMs);
  const targets = await makeKey(keys, "targets", gun);
  const snapshot = options.snapshot === "own" ? await makeKey(keys, "snapshot", gun) : undefined;
  const snapshotKey = snapshot?.json ?? (await readServerKey(server, "snapshot"));
  const listed = { root: rootKey, targets: targets.json, snapshot: snapshotKey, timestamp };
  const rootDocument = composeDocument(composeRoot(listed, nowMs), [signerOf(rootKey, root)]);
  const targetsDocument = composeDocument(
    { ...emptyTargets, version: 1, expires: expiryOf("Targets", nowMs) },
    [signerOf(targets.json, targets.privateKey)],
  );
  const uploads: DctUpload[] = [
    { role: "root", bytes: rootDocument },
    { role: "targets", bytes: targetsDocument },
  ];
  if (snapshot !== undefined) {
    const signed = composeSnapshot(rootDocument, targetsDocument, nowMs);
    const signer = signerOf(snapshot.json, snapshot.privateKey);
    uploads.push({ role: "snapshot", bytes: composeDocument(signed, [signer]) });
  }
  if (!(await server.publish(uploads))) {
    throw new PlimsollError("SERVER_ERROR", "Somebody else has just made its trust data", {
      subject: gun,
    });
  }
  const canonicalId = canonicalIdOf(createPublicKey(root));
  const targetsKey = canonicalIdOf(createPublicKey(targets.privateKey));
  return { gun, rootKey: { id: keyIdOf(rootKey), canonicalId }, targetsKey };
}

/** A fresh key for a role, kept. */
export async function makeKey(
  keys: DctKeys,
  role: string,
  gun: string | undefined,
): Promise<{ json: JsonObject; privateKey: KeyObject }> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await keys.add(privateKey, { role, gun });
  return { json: encodeBareKey(publicKey), privateKey };
}

/** The key that the server holds for a role, in the form that the metadata lists. */
export async function readServerKey(
  server: NotaryServer,
  role: "snapshot" | "timestamp",
  isNew = false,
): Promise<JsonObject> {
  const key = parseTufKey(isNew ? await server.rotateKey(role) : await server.getKey(role));
  if (key.type.endsWith("-x509")) {
    throw new PlimsollError("MALFORMED", "The Notary server's key comes with a certificate");
  }
  const json = encodeBareKey(key.keyObject);
  return encodeKey(key.type, Buffer.from((json.keyval as { public: string }).public, "base64"));
}

function signerOf(key: JsonObject, privateKey: KeyObject): DocumentSigner {
  return { id: keyIdOf(key), privateKey };
}

/** One root key may serve many repositories: a certificate for each. */
async function openRootKey(keys: DctKeys): Promise<KeyObject> {
  const own = (await keys.list()).find(({ role }) => role === "root");
  const found = own && (await keys.open(own.id));
  return found ?? (await makeKey(keys, "root", undefined)).privateKey;
}

function composeRoot(keys: Readonly<Record<string, JsonObject>>, nowMs: number): JsonObject {
  const roles = Object.entries(keys).map(([role, key]) => [
    role,
    { keyids: [keyIdOf(key)], threshold: 1 },
  ]);
  return {
    _type: "Root",
    consistent_snapshot: false,
    expires: expiryOf("Root", nowMs),
    keys: Object.fromEntries(Object.values(keys).map((key) => [keyIdOf(key), key])),
    roles: Object.fromEntries(roles),
    version: 1,
  };
}

function composeSnapshot(root: Buffer, targets: Buffer, nowMs: number): JsonObject {
  return {
    _type: "Snapshot",
    expires: expiryOf("Snapshot", nowMs),
    meta: { root: composeFileMeta(root), targets: composeFileMeta(targets) },
    version: 1,
  };
}
