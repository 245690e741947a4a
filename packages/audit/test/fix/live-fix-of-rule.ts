import { auditLive } from "../../src/index.ts";
import { liveExamples } from "../rules/live-examples.ts";

/** How findings of a rule over an engine are mended: which option does it. */
export type LiveFixKind = "--daemon-config" | "--fix-script" | "--fix=unsafe";

/** The option that mends the first bad example of a rule over an engine that can be mended; undefined for none. */
export function liveFixOf(rule: string): LiveFixKind | undefined {
  for (const recording of liveExamples[rule]?.fails ?? []) {
    for (const { rule: found, fix } of auditLive(recording).findings) {
      if (found !== rule) continue;
      if (fix?.patch !== undefined) return "--daemon-config";
      if (fix?.script !== undefined) return "--fix-script";
      if (fix?.update !== undefined) return "--fix=unsafe";
    }
  }
  return undefined;
}
