import type { FindingInput, Package } from "@plimsoll/core";
import type { ImageConfig, Inspector, Located } from "@plimsoll/image";

/** A package that an inspector of the user's found. */
export type FoundPackage = Pick<Package, "name" | "version" | "purl"> &
  Partial<Pick<Package, "type" | "architecture" | "licences" | "source" | "supplier">>;

/** What a finding says; the rest is filled in. */
export type FoundProblem = Omit<FindingInput, "identity"> & Partial<Pick<FindingInput, "identity">>;

/**
 * An inspector of the user's, which looks at files in the same pass as all others: the default
 * export of a module that `inspectors` of plimsoll.yml names. It never runs anything of the image.
 *
 * @example
 * export default {
 *   inspector: {
 *     id: "acme-build",
 *     version: 1,
 *     wants: ({ path }) => (path === "etc/acme-build" ? Number.POSITIVE_INFINITY : undefined),
 *     inspect: (_entry, content) => ({ build: content.toString("utf8").trim() }),
 *   },
 *   packages: ({ build }) => [{ name: "acme", version: build, purl: `pkg:generic/acme@${build}` }],
 *   findings: (files) => files.length > 0 ? [] : [{ rule: "acme-build-missing",
 *     kind: "policy", severity: "high", title: "The image does not say which build it is" }],
 * };
 */
export interface Plugin<Fact = unknown> {
  /** Its `version` is to be raised whenever its facts for the same file change: they are cached. */
  inspector: Inspector<Fact>;
  /** The packages that one file tells of; they join the inventory and are matched. */
  packages?(fact: Fact): readonly FoundPackage[];
  /** What is wrong, from the facts of all layers: those of files that later layers hide have `hiddenBy`. */
  findings?(
    files: readonly Located<Fact>[],
    image: { config: ImageConfig; layers: readonly { index: number; diffId: string }[] },
  ): readonly FoundProblem[];
}
