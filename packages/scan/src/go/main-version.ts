import { type GoModuleInfo, unknownVersion } from "./module-info.ts";

const longestFlags = 64 * 1024;
/** `-X path/to/package.variable=value` of Go's linker; the value may be quoted together with its name. */
const assignment = /-X[\s=]+["']?([\w.~/%-]*)\.(\w+)=["']?([\w.+~-]+)/g;
const versionVariable =
  /^(?:(?:git|build|app|release|program|cli|semantic|module|current)_?)?version$/i;
const plausible = /^v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/;
/** No tag was reachable, so the version says nothing of a release: it sorts before all of them. */
const untagged = /^v0\.0\.0-(?:0\.)?\d{14}-[0-9a-f]{12}/;

/**
 * The version of a program's main module. Go itself knows it for `go install module@version`, and
 * since 1.24 from a tag. Otherwise it is what the build wrote into a variable named like a version
 * (`-ldflags "-X main.version=1.2.3"`), of the module itself rather than of another; of others only
 * when they agree. `(devel)` when nothing plausible remains: a bare commit is no version.
 */
export function findMainVersion({ main, path, settings }: GoModuleInfo): string {
  if (main === undefined) return unknownVersion;
  if (main.version !== unknownVersion && !untagged.test(main.version)) return main.version;
  const own = new Set<string>();
  const others = new Set<string>();
  const flags = (settings.get("-ldflags") ?? "").slice(0, longestFlags);
  for (const [, importPath = "", variable = "", value = ""] of flags.matchAll(assignment)) {
    const version = plausible.exec(value)?.[1];
    if (version === undefined || !versionVariable.test(variable)) continue;
    const isOwn =
      importPath === "main" ||
      importPath === path ||
      importPath === main.path ||
      importPath.startsWith(`${main.path}/`);
    (isOwn ? own : others).add(`v${version}`);
  }
  const agreed = own.size > 0 ? own : others;
  const [version = unknownVersion] = agreed;
  return agreed.size === 1 ? version : unknownVersion;
}
