import type { AdvisoryStore, LinkedFunctions } from "@plimsoll/advisories";
import {
  type AdvisoryData,
  type Finding,
  type Incomplete,
  type Inventory,
  toPlimsollError,
} from "@plimsoll/core";
import { defaultCacheDirectory } from "./cache-directory.ts";
import type { CheckContext } from "./context.ts";
import { isOffline } from "./offline.ts";
import { readPublicKey } from "./trust.ts";
import { watch } from "./watch.ts";

/** What is known against the packages of an inventory. */
export interface Matched {
  /** With what the advisories say of archives that do not tell what they are. */
  inventory: Inventory;
  advisories?: AdvisoryData;
  findings: Finding[];
  incomplete: Incomplete[];
}

/**
 * Opens the advisories of the configuration; nothing when nobody asked for vulnerabilities.
 *
 * @throws PlimsollError when the folder holds none that can be used, or the key cannot be read
 */
export async function openStore({
  config,
  parts,
  directory,
  now,
  options,
}: Pick<CheckContext, "config" | "parts" | "directory" | "now" | "options">) {
  if (!parts.has("vulnerabilities")) return undefined;
  const [{ openAdvisories }, { resolve }] = await Promise.all([
    import("@plimsoll/advisories"),
    import("node:path"),
  ]);
  const { directory: folder, key, mirrors, offline } = config.advisories;
  return openAdvisories({
    directory: folder === undefined ? undefined : resolve(directory, folder),
    mirrors,
    offline: isOffline(offline),
    key: key === undefined ? undefined : await readPublicKey(resolve(directory, key)),
    cache: config.cache.directory ?? defaultCacheDirectory(),
    insecure: config.registry.insecure,
    now,
    signal: options.signal,
  });
}

/**
 * Where nothing else was configured, what OSV's API says, if it may be asked. When it cannot be
 * asked, `store` with a note of that; nothing is missing then, unless the user named the service.
 */
export async function askService(
  inventory: Inventory,
  store: AdvisoryStore,
  {
    config,
    now,
    options,
    stopwatch,
  }: Pick<CheckContext, "config" | "now" | "options" | "stopwatch">,
): Promise<AdvisoryStore> {
  const { api, offline, mirrors } = config.advisories;
  if (!api || isOffline(offline) || mirrors.length > 0 || store.info.source !== "baseline") {
    return store;
  }
  const { openOsvApi } = await import("@plimsoll/advisories");
  const url = typeof api === "string" ? api : undefined;
  try {
    return await stopwatch.time("osv-api", () =>
      openOsvApi(inventory, { now, url, signal: options.signal }),
    );
  } catch (error) {
    const { code, message } = toPlimsollError(error, "INTERNAL", "OSV's API failed");
    if (code === "ABORTED") throw error;
    const note = `OSV's API could not be asked (${code}: ${message}). ${store.info.note}`;
    const missing = { code, what: "answers of OSV's API", why: message };
    return {
      ...store,
      info: { ...store.info, note },
      ...(url !== undefined && { incomplete: [missing] }),
    };
  }
}

/** Matches an inventory against the advisories, if there are any. */
export async function matchInventory(
  inventory: Inventory,
  opened: AdvisoryStore | undefined,
  context: CheckContext,
  linked?: LinkedFunctions,
): Promise<Matched> {
  if (opened === undefined) return { inventory, findings: [], incomplete: [] };
  const { now, options, stopwatch } = context;
  const { matchPackages } = await import("@plimsoll/advisories");
  const store = await askService(inventory, opened, context);
  const { resolved, unread } = await identify(inventory, store);
  const { findings, incomplete, note } = await stopwatch.time("match", () =>
    matchPackages(resolved, store, { now, ...(linked && { linked }), ...watch(options) }),
  );
  await opened.close?.();
  const notes = [store.info.note, note].filter(Boolean).join(" ");
  return {
    inventory: resolved,
    advisories: { ...store.info, ...(notes !== "" && { note: notes }) },
    findings,
    incomplete: [...(store.incomplete ?? []), ...unread, ...incomplete],
  };
}

/** Without the digests the archives stay what they are. */
async function identify(
  inventory: Inventory,
  store: AdvisoryStore,
): Promise<{ resolved: Inventory; unread: Incomplete[] }> {
  const { resolveArchives } = await import("@plimsoll/advisories");
  try {
    return { resolved: await resolveArchives(inventory, store), unread: [] };
  } catch (error) {
    const { code, message } = toPlimsollError(error, "INTERNAL", "They could not be read");
    const fault = { code, what: "the digests of Java archives", why: message };
    return { resolved: inventory, unread: [fault] };
  }
}
