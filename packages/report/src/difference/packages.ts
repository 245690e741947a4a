import type { Package, PackageChange } from "@plimsoll/core";

/** The packages that came, went or have another version, sorted by type and name. */
export function comparePackages(
  base: readonly Package[],
  head: readonly Package[],
): PackageChange[] {
  const before = versionsByName(base);
  const after = versionsByName(head);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [type, name] = JSON.parse(key) as [string, string];
    const gone = without(before.get(key), after.get(key));
    const come = without(after.get(key), before.get(key));
    // Versions that went and came in pairs are updates; what is left over was added or removed.
    return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => ({
      name,
      type,
      ...(gone[at] !== undefined && { from: gone[at] }),
      ...(come[at] !== undefined && { to: come[at] }),
    }));
  });
}

function versionsByName(packages: readonly Package[]): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const { type, name, version } of packages) {
    const key = JSON.stringify([type, name]);
    versions.set(key, (versions.get(key) ?? new Set()).add(version));
  }
  return versions;
}

function without(some: ReadonlySet<string> = new Set(), others?: ReadonlySet<string>): string[] {
  return [...some].filter((version) => !others?.has(version)).sort();
}
