import type { Fix, FixTier } from "@plimsoll/core";
import { readDaemonConfig, valuesOfFlag } from "../../../live/daemon-settings.ts";
import type { LiveSnapshot } from "../../../live/types.ts";

/**
 * A fix by a patch of the daemon's configuration; undefined where that file is not known, or a flag
 * of the daemon's process sets one of the keys (dockerd does not start with both), or there is nothing to take away.
 *
 * @param merge JSON merge patch: `null` takes a key away
 */
export function patchDaemon(
  snapshot: LiveSnapshot,
  merge: Readonly<Record<string, unknown>>,
  tier: FixTier,
): Fix | undefined {
  const config = readDaemonConfig(snapshot);
  const { process } = snapshot.host;
  if ("unknown" in config || "fault" in process || snapshot.host.foreign !== undefined) {
    return undefined;
  }
  if (Object.keys(merge).some((key) => valuesOfFlag(process.args, key).length > 0)) {
    return undefined;
  }
  // Taking away what the file does not say mends nothing.
  if (Object.entries(merge).some(([key, value]) => value === null && !(key in config.fields))) {
    return undefined;
  }
  const changes = Object.entries(merge).map(([key, value]) =>
    value === null ? `remove ${key}` : `set ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const description = `In ${config.path} ${changes.join(", ")}, and restart the daemon.`;
  return { description, tier, patch: { path: config.path, merge: { ...merge } } };
}

/** A fix that takes some items out of a list of the daemon's configuration; undefined where it has none of them. */
export function removeFromDaemon(
  snapshot: LiveSnapshot,
  key: string,
  isWrong: (item: unknown) => boolean,
): Fix | undefined {
  const config = readDaemonConfig(snapshot);
  const list = "unknown" in config ? undefined : config.fields[key];
  if (!Array.isArray(list) || !list.some(isWrong)) return undefined;
  const kept = list.filter((item) => !isWrong(item));
  return patchDaemon(snapshot, { [key]: kept.length === 0 ? null : kept }, "unsafe");
}
