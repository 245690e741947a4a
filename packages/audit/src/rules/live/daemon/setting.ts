import { readDaemonSetting } from "../../../live/daemon-settings.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import type { LiveRule, RuleData } from "../../../rule/types.ts";
import { hostRule, type Said } from "../observe.ts";

const noDaemon = "Podman runs containers without a daemon";

/** A rule over the daemon, which Podman has none of. */
export function daemonRule(
  data: Omit<RuleData, "peers">,
  source: string,
  check: (snapshot: LiveSnapshot) => readonly Said[],
): LiveRule {
  return hostRule(data, source, (snapshot) => {
    const { kind, fault } = snapshot.engine;
    if (kind === "podman") return [{ notApplicable: noDaemon }];
    if (fault !== undefined) return [{ unknown: `the engine did not describe itself: ${fault}` }];
    return check(snapshot);
  });
}

/**
 * Judges one key of the daemon's configuration.
 *
 * @param unset what is said when neither a flag nor the file sets it
 */
export function judgeSetting(
  snapshot: LiveSnapshot,
  key: string,
  check: (value: unknown, shown: string) => readonly Said[],
  unset: readonly Said[],
): readonly Said[] {
  const setting = readDaemonSetting(snapshot, key);
  if ("unknown" in setting) return [{ unknown: setting.unknown }];
  if ("unset" in setting) return unset;
  const shown = `${key}: ${JSON.stringify(setting.value)} (${setting.source})`;
  return check(setting.value, shown);
}
