import type { Distribution, Package } from "@plimsoll/core";
import { isModular } from "./modularity.ts";

/** What tells builds of one package of the operating system apart. */
export interface Build {
  /** As the package manager names it; `undefined` when the package does not say. */
  readonly arch: string | undefined;
  /** Module and stream: `nodejs:18`; empty outside of any module; `undefined` when it does not say. */
  readonly module: string | undefined;
  /** Minor release of the distribution: 2 of `9.2`. */
  readonly minor: number | undefined;
  /** Repositories that the image was built from; empty when it does not say. */
  readonly contentSets: readonly string[];
  /** Whether name and version are the source package's, and not the package's own too. */
  readonly isSource: boolean;
  /** Whether the package's own name is also its source package's. */
  readonly isNamedAsSource: boolean;
  /** Whether it is only there to debug a program, and does not run. */
  readonly isForDebugging: boolean;
  /** Whether the advisories name source packages only where they say so. */
  readonly areBinariesNamed: boolean;
}

/** The build of an installed package of type rpm. */
export function buildOf(
  { name, version, architecture, purl, source }: Package,
  distribution: Distribution,
  { areBinariesNamed, isSource }: Pick<Build, "areBinariesNamed" | "isSource">,
): Build {
  const qualifiers = purlQualifiers(purl);
  const label = qualifiers.get("rpmmod")?.split(":").slice(0, 2).join(":");
  const minor = /^\d+\.(\d+)/.exec(distribution.versionId ?? "")?.[1];
  return {
    arch: qualifiers.get("arch") ?? architecture,
    module: label ?? (isModular(version) ? undefined : ""),
    minor: minor === undefined ? undefined : Number(minor),
    contentSets: distribution.contentSets ?? [],
    isSource,
    isNamedAsSource: source === undefined || source.name === name,
    isForDebugging: /-debug(?:info|source)(?:-|$)/.test(name),
    areBinariesNamed,
  };
}

/** package-url/purl-spec, "Qualifiers": a plus sign stands for itself. */
function purlQualifiers(purl: string): URLSearchParams {
  const [, qualifiers = ""] = /\?([^#]*)/.exec(purl) ?? [];
  return new URLSearchParams(qualifiers.replaceAll("+", "%2B"));
}
