import { isModular } from "../../match/modularity.ts";

/**
 * The condition that an advisory puts on a package's module.
 *
 * @param module `nodejs:18`; empty when the advisory names none
 * @param version that it speaks of; empty for every version
 * @param namesModules whether packages of modules always name theirs
 */
export function moduleOf(
  module: string,
  version: string,
  namesModules: boolean,
): { module?: string } {
  if (module !== "") return { module };
  // Built in a module, whichever that is.
  return namesModules && !isModular(version) ? { module } : {};
}
