import type { Inspector } from "@plimsoll/image";
import { elfHeadBytes, readElfHead } from "../elf/head.ts";
import type { Fault } from "../formats/fault.ts";
import { isGoProgram, readGoBuildInfo } from "../go/build-info.ts";
import { readGoFunctions } from "../go/functions.ts";
import { parseGoVersion } from "../go/go-version.ts";
import { findMainVersion } from "../go/main-version.ts";
import { type GoModule, parseModuleInfo } from "../go/module-info.ts";
import { programBytes } from "./executable.ts";

/** Go's smallest program takes about a megabyte; packed ones a third of it. */
const leastBytes = 256 * 1024;

/** What one Go program was built from. */
export interface GoProgram {
  /** Version of the standard library, e.g. `1.22.3`. */
  stdlib?: string;
  main?: GoModule;
  modules: GoModule[];
  /** Import path of the main package, whose functions the linker calls `main`. */
  path?: string;
  /** The functions that were linked, as `NameFilter` packs them. */
  functions?: string;
  faults: Fault[];
}

/** Modules and standard library of programs and shared libraries that Go built. */
export const goInspector: Inspector<GoProgram> = {
  id: "go",
  version: 3,

  wants(entry) {
    return programBytes(entry, leastBytes, elfHeadBytes);
  },

  *inspect(entry, content) {
    const elf = readElfHead(content);
    if (elf === undefined) return undefined;
    const isGo = yield* isGoProgram(elf, content);
    // They lie in front of the build information.
    const functions = isGo ? yield* readGoFunctions(elf, entry.size) : undefined;
    const found = yield* readGoBuildInfo(elf, entry.size, isGo);
    if (found !== undefined) {
      return {
        ...describeProgram(found.goVersion, found.moduleInfo),
        ...(functions && { functions: functions.pack() }),
      };
    }
    return isGo ? { modules: [], faults: [withoutBuildInfo] } : undefined;
  },
};

const withoutBuildInfo: Fault = {
  code: "UNSUPPORTED",
  why: "the Go program has no build information (packed, or built before Go 1.13): its modules are missing from the inventory",
};

function describeProgram(goVersion: string | undefined, moduleInfo: string): GoProgram {
  const info = parseModuleInfo(moduleInfo);
  const { main, modules } = info;
  const stdlib = goVersion === undefined ? undefined : parseGoVersion(goVersion);
  const faults: Fault[] = [];
  if (stdlib === undefined) {
    const why =
      "the Go program does not say which release built it: its standard library is missing from the inventory";
    faults.push({ code: "UNSUPPORTED", why });
  }
  return {
    ...(stdlib === undefined ? {} : { stdlib }),
    ...(info.path === undefined ? {} : { path: info.path }),
    ...(main === undefined ? {} : { main: { path: main.path, version: findMainVersion(info) } }),
    modules,
    faults,
  };
}
