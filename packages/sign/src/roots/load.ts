import { readFile, stat } from "node:fs/promises";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import { documentLimits, parseTrustedRoots } from "./document.ts";
import { findEmbeddedRoot } from "./embedded.ts";
import { findInstance, type SigstoreInstance } from "./instance.ts";
import { type KeptTrustedRoot, keptFolder, readKept } from "./kept.ts";
import { refreshTrustedRoot } from "./lazy-refresh.ts";

export interface LoadRootsOptions {
  /**
   * Sigstore instances, by name where their roots are embedded. Default: the public one, or none when
   * there are files.
   */
  readonly instances?: readonly (string | SigstoreInstance)[] | undefined;
  /** Paths of `trusted_root.json`; a file may hold several such documents, one a line. */
  readonly files?: readonly string[] | undefined;
  /** True: no connection is made; what was kept is used whatever its age, else what is embedded. */
  readonly offline?: boolean | undefined;
  /** The project's cache folder; without it nothing is kept. */
  readonly cacheDirectory?: string | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One trusted root, and why it is believed. */
export interface LoadedRoot {
  /** Parsed `trusted_root.json`. */
  readonly document: JsonObject;
  readonly source: "file" | "tuf" | "kept" | "embedded";
  /** Name of the instance; absent for a file. */
  readonly instance?: string | undefined;
  /** Path, address of the TUF repository, or package and version. */
  readonly from: string;
  /** When it was verified by TUF (RFC 3339) or released (YYYY-MM-DD); a file has none. */
  readonly date?: string | undefined;
  /** When the first of the TUF metadata that vouches for it expires, RFC 3339. */
  readonly expires?: string | undefined;
}

export interface LoadedRoots {
  readonly roots: readonly LoadedRoot[];
  /** Sentences for whoever relies on the roots: too old, expired, could not be refreshed. */
  readonly warnings: readonly string[];
}

/** Kept roots are asked for anew after this long, or when their metadata expires before. */
export const refreshAfterMs = 24 * 60 * 60 * 1000;
/** Embedded roots older than this are worth a warning: instances add logs about twice a year. */
export const embeddedMaxAgeDays = 180;

const dayMs = 24 * 60 * 60 * 1000;
/** Failures of the way to the repository. Whatever it sent and was refused stops everything. */
const networkCodes: ReadonlySet<string> = new Set(["UNREACHABLE", "TIMEOUT", "SERVER_ERROR"]);

/**
 * The trusted roots to verify with: of files as they are, of instances by TUF. Where an instance's
 * repository cannot be reached, what was kept is used, else what is embedded, with a warning.
 *
 * @throws PlimsollError `READ_FAILED`, `MALFORMED` or `LIMIT_EXCEEDED` for a file, `NOT_FOUND` for an
 * instance without any root, `SIGNATURE_INVALID` for a repository whose metadata is refused
 */
export async function loadTrustedRoots(options: LoadRootsOptions = {}): Promise<LoadedRoots> {
  const { files = [], instances = files.length > 0 ? [] : ["public-good"] } = options;
  const roots: LoadedRoot[] = [];
  const warnings: string[] = [];
  for (const path of files) roots.push(...(await loadFile(path)));
  for (const instance of instances) {
    const found = typeof instance === "string" ? findInstance(instance) : instance;
    roots.push(await loadInstance(found, options, warnings));
  }
  return { roots, warnings };
}

async function loadFile(path: string): Promise<LoadedRoot[]> {
  try {
    if ((await stat(path)).size > documentLimits.bytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `it is larger than ${documentLimits.bytes} bytes`);
    }
    const documents = parseTrustedRoots(await readFile(path));
    return documents.map((document) => ({ document, source: "file", from: path }));
  } catch (error) {
    const { code, message } = toPlimsollError(error, "READ_FAILED", "it cannot be read");
    throw new PlimsollError(code, `The trusted root is not used: ${message}`, {
      subject: path,
      cause: error,
    });
  }
}

async function loadInstance(
  instance: SigstoreInstance,
  options: LoadRootsOptions,
  warnings: string[],
): Promise<LoadedRoot> {
  const { cacheDirectory, now = Date.now, offline = false } = options;
  const kept =
    cacheDirectory === undefined
      ? undefined
      : (await readKept(keptFolder(cacheDirectory, instance)))?.trustedRoot;
  if (kept && isFresh(kept, now())) return ofKept(instance, kept);
  if (!offline) {
    try {
      return await refresh(instance, options);
    } catch (error) {
      const { code, message } = toPlimsollError(error, "INTERNAL", "The refresh failed");
      if (!networkCodes.has(code)) throw error;
      warnings.push(`The roots of ${instance.name} could not be refreshed: ${message}`);
    }
  }
  return fallBack(instance, kept, now(), warnings);
}

async function refresh(instance: SigstoreInstance, options: LoadRootsOptions): Promise<LoadedRoot> {
  const { document, refreshed, expires } = await refreshTrustedRoot(instance, options);
  const { name, url } = instance;
  return { document, source: "tuf", instance: name, from: url, date: refreshed, expires };
}

function fallBack(
  instance: SigstoreInstance,
  kept: KeptTrustedRoot | undefined,
  now: number,
  warnings: string[],
): LoadedRoot {
  const { name } = instance;
  const embedded = instance.root ? undefined : findEmbeddedRoot(name);
  // A newer release may know more than what was kept long ago.
  if (kept && (!embedded || Date.parse(kept.refreshed) >= Date.parse(embedded.date))) {
    if (Date.parse(kept.expires) <= now) {
      warnings.push(
        `The kept roots of ${name} are of ${kept.refreshed.slice(0, 10)}, and what vouches for them expired on ${kept.expires.slice(0, 10)}`,
      );
    }
    return ofKept(instance, kept);
  }
  if (!embedded) {
    throw new PlimsollError("NOT_FOUND", "No trusted root of this instance is at hand", {
      subject: name,
      action:
        "Run `plimsoll trust update` with a network, or give its trusted_root.json as a file.",
    });
  }
  const days = Math.floor((now - Date.parse(embedded.date)) / dayMs);
  if (days > embeddedMaxAgeDays) {
    warnings.push(`The embedded roots of ${name} are ${days} days old`);
  }
  const { trustedRoot, source: from, date } = embedded;
  return { document: trustedRoot as JsonObject, source: "embedded", instance: name, from, date };
}

function isFresh({ refreshed, expires }: KeptTrustedRoot, now: number): boolean {
  const age = now - Date.parse(refreshed);
  return age >= 0 && age < refreshAfterMs && Date.parse(expires) > now;
}

function ofKept({ name, url }: SigstoreInstance, kept: KeptTrustedRoot): LoadedRoot {
  const { document, refreshed, expires } = kept;
  return { document, source: "kept", instance: name, from: url, date: refreshed, expires };
}
