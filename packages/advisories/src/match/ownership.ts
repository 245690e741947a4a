import type { Distribution, Package } from "@plimsoll/core";
import { isThirdParty } from "../ecosystems/third-party.ts";

/**
 * Distributions that also publish vulnerabilities which they have not fixed, by `ID`, and those that
 * are like them: what they do not name for a package does not concern it.
 */
const comprehensive = new Set(["arch", "azurelinux", "debian", "mariner", "rhel", "ubuntu"]);
/** Like Red Hat's, but their advisories name only what was fixed. */
const notComprehensive = new Set(["amzn"]);

/** Packages of the operating system, and what they mean for packages that they brought. */
export class SystemPackages {
  readonly #byPurl = new Map<string, Package>();
  readonly #isComprehensive: boolean;

  constructor(packages: readonly Package[], distribution: Distribution | undefined) {
    for (const pkg of packages) {
      if (!isThirdParty(pkg, distribution)) this.#byPurl.set(pkg.purl, pkg);
    }
    const names = distribution ? [distribution.id, ...distribution.like] : [];
    this.#isComprehensive =
      names.some((name) => comprehensive.has(name)) &&
      !names.some((name) => notComprehensive.has(name));
  }

  /**
   * The packages of the distribution that brought every place of `pkg`; `undefined` when there is a
   * place that the distribution has nothing to do with.
   */
  ownersOf(pkg: Package): Package[] | undefined {
    const owners = new Set<Package>();
    for (const { owner } of pkg.locations) {
      const found = owner === undefined ? undefined : this.#byPurl.get(owner);
      if (found === undefined) return undefined;
      owners.add(found);
    }
    return owners.size === 0 ? undefined : [...owners];
  }

  /** True when the distribution's advisories alone tell what concerns a package that it brought. */
  get areComprehensive(): boolean {
    return this.#isComprehensive;
  }
}
