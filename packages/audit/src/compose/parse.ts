import { besidePath } from "../text/path.ts";
import { readPragmas } from "../yaml/pragmas.ts";
import { maxCharacters } from "../yaml/read-map.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { readEnvFiles } from "./env-files.ts";
import { mergeServices, resolveExtends, type Services, servicesOf } from "./merge.ts";
import { ComposeProject } from "./project.ts";
import { readService } from "./service.ts";
import { readText, readTexts } from "./settings.ts";
import type { ComposeFile, ComposeService, Setting } from "./types.ts";

/** How deep files may include each other. */
const maxIncludes = 8;

/**
 * Parses a compose file (https://docs.docker.com/reference/compose-file/) with the place of every
 * value. Never throws: faults become entries of `incomplete`, and what could be read is judged.
 * Variables take their value in `.env`, else their `${NAME:-default}`; the caller's environment is not
 * read. What `include`, `extends.file` and `env_file` name is taken from `files`, and so is the override
 * file that `docker compose` merges over a file of a default name (`compose.override.yaml`).
 *
 * @param path what findings and incomplete entries call the file
 * @param files texts of other files, by path: relative ones start where `path` does; `missing` of the
 *   result names those that were not given
 */
export function parseCompose(
  text: string,
  path = "compose.yaml",
  files: ReadonlyMap<string, string> = new Map(),
): ComposeFile {
  const project = new ComposeProject(path, files);
  const root = project.readMain(text);
  const lines = text
    .slice(0, maxCharacters)
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
  const { byLine, global } = readPragmas(lines);
  const override = root === undefined ? undefined : project.readOverride();
  const includes = [root, override].flatMap((each) =>
    each === undefined ? [] : readIncludes(valueAt(each, "include")),
  );
  const services = root === undefined ? [] : readServices(root, override, includes, project);
  return {
    path,
    lines,
    name: root === undefined ? undefined : readText(valueAt(root, "name"))?.value,
    services,
    includes,
    pragmas: byLine,
    globalPragmas: global,
    missing: [...project.missing],
    incomplete: project.incomplete,
  };
}

function readServices(
  root: Branch,
  override: Branch | undefined,
  includes: readonly Setting<string>[],
  project: ComposeProject,
): ComposeService[] {
  const report = project.reportOn(project.path);
  const own = servicesOf(root) ?? new Map();
  const over = servicesOf(override) ?? new Map();
  if (servicesOf(root) === undefined && over.size + includes.length === 0) {
    report(1, "MALFORMED", "the file has no services");
    return [];
  }
  const services = readOwn(mergeServices(own, over), project.path, project);
  addIncluded(includes, project.path, services, project, new Set([project.path]), 0);
  return [...services.values()];
}

/** The services of one file, by name. */
function readOwn(
  own: Services,
  path: string,
  project: ComposeProject,
): Map<string, ComposeService> {
  const services = new Map<string, ComposeService>();
  const resolved = resolveExtends(own, path, project);
  for (const [name, { key, value }] of own) {
    const branch = resolved.get(name);
    if (branch === undefined) {
      project.reportOn(path)(
        value.line,
        "MALFORMED",
        `the service ${name.slice(0, 60)} is not a map`,
      );
      continue;
    }
    const service = readService(name, key, branch);
    const environment = [...service.environment, ...readEnvFiles(branch, service, project)];
    services.set(name, { ...service, environment });
  }
  return services;
}

/** Adds the services of included files, and of those that they include. */
function addIncluded(
  includes: readonly Setting<string>[],
  path: string,
  services: Map<string, ComposeService>,
  project: ComposeProject,
  seen: Set<string>,
  depth: number,
): void {
  for (const include of includes) {
    const file = besidePath(path, include.value);
    if (seen.has(file)) continue;
    seen.add(file);
    const isLocal = !/^[a-z][\w+.-]*:\/\/|^git@/i.test(include.value);
    const root = isLocal && depth < maxIncludes ? project.readOther(file) : undefined;
    if (root === undefined) {
      const why = `${include.text.slice(0, 200)} is included, and is not read`;
      project.reportOn(path)(include.line, "UNSUPPORTED", why);
      continue;
    }
    for (const [name, service] of readOwn(servicesOf(root) ?? new Map(), file, project)) {
      if (!services.has(name)) services.set(name, service);
    }
    addIncluded(readIncludes(valueAt(root, "include")), file, services, project, seen, depth + 1);
  }
}

/** `include`: a list of paths, or of maps with `path`, which is one or a list (compose-spec, "include"). */
function readIncludes(tree: Tree | undefined): Setting<string>[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) =>
    readTexts(item.kind === "map" ? valueAt(item, "path") : item),
  );
}
