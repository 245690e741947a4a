import type { Affected } from "../advisory.ts";
import { distributionEcosystems, languageEcosystems } from "../ecosystems/ecosystem.ts";
import type { AdvisoryStore } from "../store/store.ts";
import type { VersionScheme } from "../versions/compare.ts";
import { alpineBaseline } from "./alpine.ts";
import { debianBaseline } from "./debian.ts";
import { goBaseline } from "./go.ts";
import { baselineKnownExploited } from "./known-exploited.ts";
import { mavenBaseline } from "./maven.ts";
import { npmBaseline } from "./npm.ts";
import { pypiBaseline } from "./pypi.ts";
import type { BaselineRow } from "./row.ts";

/** When the facts were last checked against the published advisories. */
const checked = "2026-11-23T00:00:00Z";

/** The feed that findings of the baseline name. */
export const baselineFeed = "plimsoll/baseline";

/** Every advisory of the baseline. */
export const baselineRows: readonly BaselineRow[] = [
  ...debianBaseline,
  ...alpineBaseline,
  ...npmBaseline,
  ...pypiBaseline,
  ...mavenBaseline,
  ...goBaseline,
];

/**
 * The advisories that nobody should miss, so that a first run without network finds real things.
 * A package without a finding may still be vulnerable: `info.note` says so.
 */
export function openBaseline(): AdvisoryStore {
  const shards = new Map<string, Map<string, Affected[]>>();
  for (const row of baselineRows) {
    const { id, aliases = [], severity, summary, url } = row;
    const advisory = { id, aliases, upstream: [], severity, summary, url };
    for (const [key, name, ranges] of row.affected) {
      const packages = shards.get(key) ?? new Map<string, Affected[]>();
      shards.set(key, packages);
      const intervals = ranges.map(([introduced, fixed]) =>
        fixed === undefined ? { introduced } : { introduced, fixed },
      );
      packages.set(name, [...(packages.get(name) ?? []), { advisory, intervals, versions: [] }]);
    }
  }
  const count = new Set(baselineRows.map(({ id }) => id)).size;
  return {
    info: {
      source: "baseline",
      updated: checked,
      advisories: count,
      note: `Only the ${count} advisories that Plimsoll carries with it were at hand. For all of them, run \`plimsoll advisories build --from NAME|FILE|URL --out DIR\` with feeds such as debian or osv:npm and pass \`--advisories DIR\`; or name a mirror with \`--advisories-mirror\`, or let OSV's API be asked.`,
    },
    keys: new Set(shards.keys()),
    exploitation: async () => ({
      kev: new Map(baselineKnownExploited),
      epss: new Map(),
      exploits: new Map(),
    }),
    async shard(key) {
      const packages = shards.get(key);
      return (
        packages && {
          key,
          scheme: schemeOf(key),
          feed: baselineFeed,
          updated: checked,
          names: () => packages.keys(),
          rating: () => undefined,
          affecting: (name) => packages.get(name) ?? [],
        }
      );
    },
  };
}

function schemeOf(key: string): VersionScheme {
  const language = languageEcosystems.find((ecosystem) => ecosystem.key === key);
  const id = key.split("-")[0];
  const system = distributionEcosystems.find((ecosystem) => ecosystem.id === id);
  return (language ?? system)?.scheme ?? "semver";
}
