import {
  auditLive,
  type FixedText,
  type FixOptions,
  fixDaemonConfig,
  type Recording,
  withDaemonConfig,
} from "@plimsoll/audit";
import type { Config } from "@plimsoll/core";
import { applyIgnores } from "@plimsoll/policy";

/**
 * What the findings about an engine make of the text of a `daemon.json`; writes nothing. What is
 * waived stays as it is.
 *
 * @param today `YYYY-MM-DD` in UTC, on which waivers are judged
 * @throws PlimsollError `MALFORMED` for a text that is no JSON object, or a recording that is none
 */
export function planDaemonConfig(
  recording: Recording,
  config: Config,
  file: { readonly path: string; readonly text: string },
  today: string,
  options: FixOptions,
): FixedText {
  const audit = (text: string) => {
    const result = auditLive(withDaemonConfig(recording, text), { config: config.audit });
    const findings = applyIgnores(result.findings, config.ignore, today);
    return { ...result, findings: findings.filter(({ kind }) => kind !== "policy") };
  };
  return fixDaemonConfig(file.text, file.path, audit, options);
}
