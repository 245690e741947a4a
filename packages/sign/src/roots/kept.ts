import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";
import { parseTrustedRoots } from "./document.ts";
import { folderOf, type SigstoreInstance } from "./instance.ts";

/** What the last runs left behind. */
export interface KeptRoots {
  /** Text of the newest verified metadata by its role: where the next run goes on from. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The trusted root of the last run that succeeded. */
  readonly trustedRoot?: KeptTrustedRoot | undefined;
}

export interface KeptTrustedRoot {
  readonly document: JsonObject;
  /** When it was verified, RFC 3339. */
  readonly refreshed: string;
  /** When the first of the metadata that vouches for it expires, RFC 3339. */
  readonly expires: string;
}

/** The four top-level roles; Sigstore's trusted root needs no other. */
export const topRoles = ["root", "timestamp", "snapshot", "targets"] as const;

const stateFile = "current.json";
const maxBytes = 32 * 1024 * 1024;

/** The folder in which an instance's roots are kept. */
export function keptFolder(cacheDirectory: string, instance: SigstoreInstance): string {
  return join(cacheDirectory, "roots", folderOf(instance));
}

/** What was kept; `undefined` when there is nothing that can be read. */
export async function readKept(folder: string): Promise<KeptRoots | undefined> {
  try {
    const path = join(folder, stateFile);
    if ((await stat(path)).size > maxBytes) return undefined;
    const { metadata, trustedRoot } = parseJsonObject(await readFile(path));
    if (!isJsonObject(metadata)) return undefined;
    const texts = topRoles.flatMap((role) => {
      const text = metadata[role];
      return typeof text === "string" ? [[role, text] as const] : [];
    });
    return { metadata: Object.fromEntries(texts), trustedRoot: readTrustedRoot(trustedRoot) };
  } catch {
    return undefined;
  }
}

function readTrustedRoot(value: unknown): KeptTrustedRoot | undefined {
  if (!isJsonObject(value)) return undefined;
  const { document, refreshed, expires } = value;
  if (typeof document !== "string" || !isTime(refreshed) || !isTime(expires)) return undefined;
  const [parsed] = parseTrustedRoots(Buffer.from(document));
  return parsed && { document: parsed, refreshed, expires };
}

/**
 * Keeps the outcome of a run, unless another run kept something newer meanwhile. One file, written
 * aside and renamed: runs side by side never see half of it, and nobody waits for a lock.
 *
 * @returns false when it could not be written
 */
export async function writeKept(
  folder: string,
  metadata: Readonly<Record<string, string>>,
  trustedRoot: { document: string; refreshed: string; expires: string } | undefined,
): Promise<boolean> {
  const aside = join(folder, `.${stateFile}.${randomBytes(6).toString("hex")}`);
  try {
    const before = await readKept(folder);
    if (before && isNewer(before.metadata, metadata)) return true;
    const last = before?.trustedRoot;
    const kept = trustedRoot ?? (last && { ...last, document: JSON.stringify(last.document) });
    await mkdir(folder, { recursive: true });
    await writeFile(aside, JSON.stringify({ metadata, trustedRoot: kept }), { mode: 0o600 });
    await rename(aside, join(folder, stateFile));
    return true;
  } catch {
    await rm(aside, { force: true }).catch(() => {});
    return false;
  }
}

/** By root first: a new root may set the others back (TUF specification, 5.3.11). */
function isNewer(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const [oneRoot, otherRoot] = [versionOf(one.root), versionOf(other.root)];
  if (oneRoot !== otherRoot) return oneRoot > otherRoot;
  return versionOf(one.timestamp) > versionOf(other.timestamp);
}

/** Version of signed metadata; 0 when it cannot be read. */
export function versionOf(text: string | undefined): number {
  const version = readSigned(text)?.version;
  return typeof version === "number" ? version : 0;
}

/** When the first of these expires, RFC 3339. */
export function earliestExpiry(metadata: Readonly<Record<string, string>>): string {
  const times = Object.values(metadata).map((text) => String(readSigned(text)?.expires));
  return times.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? new Date(0).toISOString();
}

function readSigned(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const { signed } = parseJsonObject(Buffer.from(text));
    return isJsonObject(signed) ? signed : undefined;
  } catch {
    return undefined;
  }
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
