import type { LinkedFunctions } from "@plimsoll/advisories";
import type { AdvisoryData, Finding, Incomplete, Inventory } from "@plimsoll/core";
import type { CheckContext } from "./context.ts";
import { watch } from "./watch.ts";

/** What is known against the packages of an inventory. */
export interface Matched {
  advisories?: AdvisoryData;
  findings: Finding[];
  incomplete: Incomplete[];
}

/**
 * Opens the advisories of the configuration; nothing when nobody asked for vulnerabilities.
 *
 * @throws PlimsollError when the folder holds none that can be used
 */
export async function openStore({
  config,
  parts,
  directory,
}: Pick<CheckContext, "config" | "parts" | "directory">) {
  if (!parts.has("vulnerabilities")) return undefined;
  const [{ openAdvisories }, { resolve }] = await Promise.all([
    import("@plimsoll/advisories"),
    import("node:path"),
  ]);
  const folder = config.advisories.directory;
  return openAdvisories(folder === undefined ? {} : { directory: resolve(directory, folder) });
}

/** Matches an inventory against the advisories, if there are any. */
export async function matchInventory(
  inventory: Inventory,
  store: Awaited<ReturnType<typeof openStore>>,
  { now, options, stopwatch }: CheckContext,
  linked?: LinkedFunctions,
): Promise<Matched> {
  if (store === undefined) return { findings: [], incomplete: [] };
  const { matchPackages } = await import("@plimsoll/advisories");
  const { findings, incomplete, note } = await stopwatch.time("match", () =>
    matchPackages(inventory, store, { now, ...(linked && { linked }), ...watch(options) }),
  );
  const notes = [store.info.note, note].filter(Boolean).join(" ");
  return {
    advisories: { ...store.info, ...(notes !== "" && { note: notes }) },
    findings,
    incomplete,
  };
}
