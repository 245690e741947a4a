import type { FixState } from "../../advisory.ts";
import type { Standing } from "../debian-tracker/standing.ts";
import type { PackageLine } from "./package-line.ts";

// "removed" is not "not affected": whoever still has the package has the flaw.
const states = new Map<string, FixState>([
  ["unfixed", "affected"],
  ["no-dsa", "affected"],
  ["removed", "affected"],
  ["ignored", "will-not-fix"],
  ["postponed", "fix-deferred"],
  ["end-of-life", "end-of-life"],
]);

/** What a line says; `undefined` for `<undetermined>`, `<itp>` and what else is no statement. */
export function standingOf(
  { version, tag }: PackageLine,
  elsewhere?: string | undefined,
): Standing | undefined {
  if (version !== undefined) {
    return version === "0" ? { kind: "not-affected" } : { kind: "fixed", version };
  }
  if (tag === "not-affected") return { kind: "not-affected" };
  const state = states.get(tag ?? "");
  return state && { kind: "open", state, elsewhere };
}
