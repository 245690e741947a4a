/** Whose update it is, and for which release. */
export interface UpdateRelease {
  /** As OSV writes it. */
  readonly ecosystem: string;
  /** Whether packages without a module are outside of any. */
  readonly namesModules: boolean;
}

const enterprise = new Map([
  ["ALSA", "AlmaLinux"],
  ["RLSA", "Rocky Linux"],
  ["ELSA", "Oracle Linux"],
  ["RHSA", "Red Hat:enterprise_linux"],
]);

/**
 * The release that a package of an update was built for: by the update's identifier and by the tag
 * in the package's release (docs.fedoraproject.org/en-US/packaging-guidelines/DistTag);
 * `undefined` when they do not tell.
 */
export function findUpdateRelease(id: string, packageRelease: string): UpdateRelease | undefined {
  const [, amazon] = /^(ALAS\w*)-/.exec(id) ?? [];
  if (amazon !== undefined) return { ecosystem: amazonEcosystem(amazon), namesModules: false };
  if (id.startsWith("FEDORA-")) return tagged("Fedora", /\.fc(\d+)/.exec(packageRelease)?.[1]);
  if (id.startsWith("MGASA-")) return tagged("Mageia", /\.mga(\d+)/.exec(packageRelease)?.[1]);
  if (id.startsWith("openEuler-SA-")) {
    return tagged("openEuler", openEulerRelease(/\.oe(\d{4})(?:sp(\d+))?/i.exec(packageRelease)));
  }
  const name = enterprise.get(id.slice(0, 4));
  const major = /\.(?:module[_+])?el(\d+)/.exec(packageRelease)?.[1];
  return name === undefined ? undefined : tagged(name, major, true);
}

function tagged(
  name: string,
  release: string | undefined,
  namesModules = false,
): UpdateRelease | undefined {
  return release === undefined ? undefined : { ecosystem: `${name}:${release}`, namesModules };
}

/**
 * `ALAS` is Amazon Linux 1, `ALAS2` and `ALAS2023` the later ones. What follows names extras
 * (`ALAS2DOCKER`) and live patches, which bring other versions of the same packages.
 */
function amazonEcosystem(prefix: string): string {
  const [, release = "", rest = ""] = /^ALAS(2022|2023|2)?(\w*)$/.exec(prefix) ?? [];
  const name = rest === "" ? "Amazon Linux" : `Amazon Linux ${rest}`;
  return `${name}:${release === "" ? "1" : release}`;
}

/** `oe2203sp3` → 22.03-LTS-SP3; of every other year the release of March is the one with long support. */
function openEulerRelease(match: RegExpExecArray | null): string | undefined {
  const [, digits, pack] = match ?? [];
  if (digits === undefined) return undefined;
  const isLongTerm = digits.endsWith("03") && Number(digits.slice(0, 2)) % 2 === 0;
  const release = `${digits.slice(0, 2)}.${digits.slice(2)}`;
  return `${release}${isLongTerm ? "-LTS" : ""}${pack === undefined ? "" : `-SP${pack}`}`;
}
