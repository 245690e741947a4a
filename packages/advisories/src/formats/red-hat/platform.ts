import { mainProduct, parsePlatformCpe } from "../../ecosystems/red-hat-products.ts";

/** Where the advisories about a platform of Red Hat belong. */
export interface RedHatPlatform {
  /** As OSV writes it; without a release for products that run on it, such as OpenShift. */
  readonly ecosystem: string;
  /** Absent where it is all that everybody gets. */
  readonly repository?: string;
}

/** The platform that a CPE names. */
export function readPlatform(cpe: string): RedHatPlatform {
  const found = parsePlatformCpe(cpe);
  if (!found)
    return { ecosystem: `Red Hat:${cpe.replace(/^cpe:\/[aoh]:redhat:/, "").slice(0, 100)}` };
  const { product, version, repository } = found;
  const ecosystem = `Red Hat:${mainProduct}:${version.split(".", 1)[0]}`;
  const isEverything = product === mainProduct && repository === "";
  return { ecosystem, ...(!isEverything && { repository: cpe }) };
}

/** The platforms that CPEs name, one for each release: its repositories together, or all of them. */
export function readPlatforms(
  cpes: readonly string[],
): { ecosystem: string; repositories?: string[] }[] {
  const platforms = new Map<string, Set<string> | undefined>();
  for (const cpe of cpes) {
    const { ecosystem, repository } = readPlatform(cpe);
    const known = platforms.has(ecosystem) ? platforms.get(ecosystem) : new Set<string>();
    platforms.set(ecosystem, repository === undefined ? undefined : known?.add(repository));
  }
  return [...platforms].map(([ecosystem, repositories]) => ({
    ecosystem,
    ...(repositories && { repositories: [...repositories].sort() }),
  }));
}
