import { forEachLine } from "../formats/lines.ts";

/** A module that was compiled into a program. */
export interface GoModule {
  path: string;
  /** `v1.2.3`, a pseudo-version, or `(devel)`. */
  version: string;
}

/** The lines of Go's module information (go.dev, package runtime/debug, `BuildInfo.String`). */
export interface GoModuleInfo {
  /** Import path of the main package. */
  path?: string;
  main?: GoModule;
  /** What was compiled in: of a replaced module, its replacement. */
  modules: GoModule[];
  /** Build settings by key: `-ldflags`, `vcs.revision`. */
  settings: ReadonlyMap<string, string>;
}

/** What Go calls a version that it does not know. */
export const unknownVersion = "(devel)";

/** Kubernetes has some 200. */
const mostModules = 20_000;
const mostSettings = 1000;
const longestValue = 1024;

/** Reads module information; lines of other kinds, and senseless ones, are passed over. */
export function parseModuleInfo(text: string): GoModuleInfo {
  const info: GoModuleInfo = { modules: [], settings: new Map() };
  const settings = new Map<string, string>();
  let replaceable: GoModule | undefined;
  forEachLine(text, (start, end) => {
    const line = text.slice(start, end);
    const tab = line.indexOf("\t");
    const kind = line.slice(0, tab);
    if (kind === "path") info.path = line.slice(tab + 1, tab + 1 + longestValue);
    else if (kind === "build" && settings.size < mostSettings) addSetting(settings, line);
    if (kind === "=>" && replaceable !== undefined) replace(replaceable, line);
    replaceable = undefined;
    const found = kind === "mod" || kind === "dep" ? readModule(line) : undefined;
    if (found === undefined) return true;
    if (kind === "mod") info.main = found;
    else info.modules.push(found);
    replaceable = found;
    return info.modules.length < mostModules;
  });
  return { ...info, settings };
}

function readModule(line: string): GoModule | undefined {
  const [, path = "", version = ""] = line.split("\t", 3);
  if (path === "" || path.length > longestValue || version.length > longestValue) return undefined;
  return { path, version: version || unknownVersion };
}

/** A replacement in a folder has no version, and its path says nothing outside that source tree. */
function replace(module: GoModule, line: string): void {
  const replacement = readModule(line);
  if (replacement === undefined) return;
  if (!/^\.{0,2}\//.test(replacement.path)) module.path = replacement.path;
  module.version = replacement.version;
}

function addSetting(settings: Map<string, string>, line: string): void {
  const setting = line.slice("build\t".length);
  const equals = setting.indexOf("=");
  if (equals > 0) settings.set(setting.slice(0, equals), unquote(setting.slice(equals + 1)));
}

/** Go quotes values with blanks in them; its escapes are JSON's but for rare control characters. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.slice(1, -1);
  }
}
