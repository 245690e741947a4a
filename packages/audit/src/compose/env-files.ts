import { besidePath } from "../text/path.ts";
import type { Branch } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { ComposeProject } from "./project.ts";
import { readText, readTexts } from "./settings.ts";
import type { ComposeService, EnvironmentVariable } from "./types.ts";

/** Variables that `env_file` gives a service, but for those that `environment` sets itself. */
export function readEnvFiles(
  branch: Branch,
  service: ComposeService,
  project: ComposeProject,
): EnvironmentVariable[] {
  const tree = valueAt(branch, "env_file");
  const paths =
    tree?.kind === "list"
      ? tree.items.flatMap(
          (item) => readText(item.kind === "map" ? valueAt(item, "path") : item) ?? [],
        )
      : readTexts(tree);
  const given = new Set(service.environment.map(({ name }) => name));
  return paths.flatMap((setting) => {
    const path = besidePath(setting.path ?? project.path, setting.value);
    return project
      .variablesOf(path, setting.line)
      .filter(({ name }) => !given.has(name))
      .map(({ name, value, line }) => ({
        name,
        value,
        unresolved: [],
        usedDefault: false,
        isInterpolated: false,
        line,
        column: 1,
        path,
      }));
  });
}
