import { createFinding, type Finding, findingSchema, type Incomplete } from "@plimsoll/core";
import type { Image, ImageFacts } from "@plimsoll/image";
import type { Cataloger } from "@plimsoll/scan";
import type { LoadedPlugin } from "./load-plugins.ts";

/** How the facts of plugins become packages. */
export function pluginCatalogers(plugins: readonly LoadedPlugin[]): Cataloger[] {
  return plugins.flatMap(({ path, plugin: { inspector, packages } }): Cataloger[] => {
    if (packages === undefined) return [];
    return [
      {
        inspector,
        kind: "language",
        sees: `what ${path} finds`,
        misses: "",
        drafts: (fact) =>
          packages(fact).map((found) => ({
            ...found,
            type: found.type ?? typeOf(found.purl),
            licences: found.licences ?? [],
          })),
        purl: ({ purl }) => {
          if (purl?.startsWith("pkg:")) return purl;
          throw new Error(`${path} gives a package without a package URL`);
        },
      },
    ];
  });
}

function typeOf(purl: string): string {
  return /^pkg:([^/]+)\//.exec(purl)?.[1] ?? "generic";
}

/**
 * The findings of plugins. One that throws, or that gives what is no finding, is reported as
 * incomplete and costs nobody the others.
 */
export function pluginFindings(
  plugins: readonly LoadedPlugin[],
  facts: ImageFacts,
  { config, layers }: Pick<Image, "config" | "layers">,
): { findings: Finding[]; incomplete: Incomplete[] } {
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  for (const { path, plugin } of plugins) {
    try {
      const files = facts.of(plugin.inspector);
      for (const problem of plugin.findings?.(files, { config, layers }) ?? []) {
        const { location } = problem;
        const identity = problem.identity ?? [plugin.inspector.id, location?.path, problem.title];
        findings.push(findingSchema.parse(createFinding({ ...problem, identity })));
      }
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      incomplete.push({ code: "INVALID_CONFIG", what: `inspector ${path}`, why });
    }
  }
  return { findings, incomplete };
}
