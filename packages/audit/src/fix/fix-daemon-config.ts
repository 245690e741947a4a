import { type Finding, type Incomplete, PlimsollError } from "@plimsoll/core";
import { daemonConfigPath, defaultConfigPath } from "../live/daemon-settings.ts";
import type { Recording } from "../live/recording.ts";
import type { AuditResult } from "../rule/judge.ts";
import { applyFixes, type FixedText, type FixOptions } from "./apply-fixes.ts";
import { lineEdit } from "./line-edit.ts";
import { patchJson } from "./patch-json.ts";

/** A recording whose daemon reads this text as its configuration. */
export function withDaemonConfig(recording: Recording, text: string): Recording {
  const { host } = recording;
  const path = daemonConfigPath(host.process) ?? defaultConfigPath;
  return { ...recording, host: { ...host, texts: { ...host.texts, [path]: { text } } } };
}

/**
 * Applies the patches of findings about a daemon to the text of its `daemon.json`, the daemon's own
 * or another; what the text has already is no finding, though the daemon has yet to be restarted.
 *
 * @param audit judges the engine as if its daemon read the text; see `withDaemonConfig`
 * @throws PlimsollError `MALFORMED` for a text that is no JSON object, or gives a key twice
 */
export function fixDaemonConfig(
  text: string,
  path: string,
  audit: (text: string) => AuditResult,
  options: FixOptions = {},
): FixedText {
  if (patchJson(text, {}) === undefined) {
    throw new PlimsollError("MALFORMED", `${path} is not a JSON object with each key once`, {
      subject: path,
      action: "Mend it first; dockerd reads no comments in it.",
    });
  }
  // Of what the engine itself tells, a key that is gone from the text leaves no trace in it.
  const wanted = new Map<string, Readonly<Record<string, unknown>>>();
  const judge = (edited: string): AuditResult => {
    const result = audit(edited);
    for (const { fingerprint, fix } of result.findings) {
      if (fix?.patch !== undefined) wanted.set(fingerprint, fix.patch.merge);
    }
    const isWhole = patchJson(edited, {}) !== undefined;
    const fault: Incomplete = { code: "MALFORMED", what: path, why: "it is no JSON object" };
    return {
      findings: result.findings.flatMap((finding) =>
        asTextFinding(finding, wanted.get(finding.fingerprint), edited, path),
      ),
      incomplete: isWhole ? result.incomplete : [...result.incomplete, fault],
    };
  };
  return applyFixes(text, judge, options);
}

/** A finding with its patch as an edit of the text; none where the text has it already. */
function asTextFinding(
  finding: Finding,
  patch: Readonly<Record<string, unknown>> | undefined,
  text: string,
  path: string,
): Finding[] {
  const { fix, status } = finding;
  if (status !== "fail" || fix === undefined || patch === undefined) return [finding];
  const patched = patchJson(text, patch);
  if (patched === undefined) return [finding];
  const edit = lineEdit(path, text, patched);
  return edit === undefined
    ? []
    : [{ ...finding, location: { path }, fix: { ...fix, edits: [edit] } }];
}
