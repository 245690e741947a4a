import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import { documentLimits, parseTrustedRoots } from "./document.ts";
import { findEmbeddedRoot } from "./embedded.ts";
import type { SigstoreInstance } from "./instance.ts";
import { earliestExpiry, keptFolder, readKept, topRoles, versionOf, writeKept } from "./kept.ts";
import { openTufClient } from "./tuf/client.ts";
import type { FetchTimes } from "./tuf/fetcher.ts";

export interface RefreshOptions {
  /** The project's cache folder; without it nothing is kept. */
  readonly cacheDirectory?: string | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
  readonly times?: FetchTimes | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A trusted root that TUF has just verified. */
export interface RefreshedRoot {
  readonly document: JsonObject;
  /** As it was published. */
  readonly bytes: Uint8Array;
  /** RFC 3339. */
  readonly refreshed: string;
  /** When the first of the metadata that vouches for it expires, RFC 3339. */
  readonly expires: string;
  /** Version of each role's metadata. */
  readonly versions: Readonly<Record<string, number>>;
  /** False when there is no cache folder, or it cannot be written. */
  readonly isKept: boolean;
}

/**
 * Fetches an instance's trusted root by TUF, going on from what was kept, else from the first root.
 *
 * @throws PlimsollError `SIGNATURE_INVALID` when the repository's metadata is refused, `NOT_FOUND` when
 * there is no root to begin with, else what the network or the bounds stopped
 */
export async function refreshTrustedRoot(
  instance: SigstoreInstance,
  options: RefreshOptions = {},
): Promise<RefreshedRoot> {
  const { cacheDirectory, now = Date.now, times, signal } = options;
  const folder = cacheDirectory && keptFolder(cacheDirectory, instance);
  const kept = folder === undefined ? undefined : await readKept(folder);
  // A folder of its own: what another run does to the kept files cannot disturb this one.
  const work = await mkdtemp(join(tmpdir(), "plimsoll-tuf-"));
  const startedFrom = await startFrom(work, firstRoot(instance), kept?.metadata ?? {});
  try {
    const client = openTufClient({
      directory: work,
      metadataUrl: instance.url,
      maxTargetBytes: documentLimits.bytes,
      now,
      times,
      signal,
    });
    const bytes = await readFile(await client.download("trusted_root.json", work));
    const document = requireOne(parseTrustedRoots(bytes), instance);
    const metadata = await readMetadata(work);
    const refreshed = new Date(now()).toISOString();
    const expires = earliestExpiry(metadata);
    const state = { document: bytes.toString("utf8"), refreshed, expires };
    const isKept = folder !== undefined && (await writeKept(folder, metadata, state));
    const versions = Object.fromEntries(
      Object.entries(metadata).map(([role, text]) => [role, versionOf(text)]),
    );
    return { document, bytes, refreshed, expires, versions, isKept };
  } catch (error) {
    // What was verified before the fault protects the next run from being set back.
    const metadata = await readMetadata(work);
    const isFurther = topRoles.some((role) => metadata[role] !== startedFrom[role]);
    if (folder !== undefined && isFurther) await writeKept(folder, metadata, undefined);
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws PlimsollError `NOT_FOUND` */
function firstRoot({ name, root }: SigstoreInstance): string {
  if (root) return Buffer.from(root).toString("utf8");
  const embedded = findEmbeddedRoot(name);
  if (embedded) return JSON.stringify(embedded.tufRoot);
  throw new PlimsollError("NOT_FOUND", "There is no root.json to begin with", {
    subject: name,
    action: "Give the instance's root.json, fetched in a way that you trust.",
  });
}

/** Kept metadata whose root is older than the first one was kept by an older release. */
async function startFrom(
  work: string,
  first: string,
  kept: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const root = versionOf(kept.root) >= versionOf(first) ? kept.root : undefined;
  const metadata = { ...kept, root: root ?? first };
  for (const [role, text] of Object.entries(metadata)) {
    await writeFile(join(work, `${role}.json`), text);
  }
  return metadata;
}

async function readMetadata(work: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const role of topRoles) {
    try {
      found[role] = await readFile(join(work, `${role}.json`), "utf8");
    } catch {
      // Not fetched yet when something failed before.
    }
  }
  return found;
}

function requireOne(documents: readonly JsonObject[], { url }: SigstoreInstance): JsonObject {
  const [document] = documents;
  if (document && documents.length === 1) return document;
  throw new PlimsollError("MALFORMED", "The trusted_root.json is not one document", {
    subject: url,
  });
}
