import type { Recording } from "@plimsoll/audit";
import { type ConfigInput, parseConfig, type Report, reportSchemaVersion } from "@plimsoll/core";
import { judge } from "@plimsoll/policy";
import { startStopwatch } from "../check/stopwatch.ts";
import { version } from "../version.ts";
import { type CollectLiveOptions, collectLive } from "./collect.ts";

export interface AuditEngineOptions extends CollectLiveOptions {
  /** The keys of `plimsoll.yml`; default: all defaults. */
  config?: ConfigInput;
  /** A recording to judge instead of asking an engine: what `collectLive` gave, or its JSON. */
  recording?: unknown;
}

/**
 * Judges a running engine, Docker's or Podman's: its host, daemon, images, containers and swarm.
 * Controls of the CIS Docker Benchmark stand in the findings' `peers.cis`.
 *
 * @returns the report; what could not be read makes findings `unknown` and entries of `incomplete`
 * @throws PlimsollError when the engine cannot be reached at all, `MALFORMED` for a value that is no recording
 *
 * @example
 * const report = await auditEngine({ config: { "fail-on": "critical" } });
 * console.log(report.verdict.result, report.verdict.reasons);
 */
export async function auditEngine(options: AuditEngineOptions = {}): Promise<Report> {
  const now = options.now ?? new Date();
  const stopwatch = startStopwatch(now);
  const config = parseConfig(options.config);
  const recording =
    options.recording === undefined
      ? await stopwatch.time("inspect", () => collectLive({ ...options, now }))
      : options.recording;
  const { auditLive } = await import("@plimsoll/audit");
  const { findings, incomplete } = await stopwatch.time("audit", () =>
    auditLive(recording, { config: config.audit }),
  );
  const { address } = recording as Recording;
  const subject = {
    kind: "engine" as const,
    reference: `live:${typeof address === "string" ? address : ""}`,
    source: "live" as const,
  };
  const trust = {
    result: "notChecked" as const,
    reason: "No image was checked.",
    signatures: [],
  };
  const judged = judge({ subject, findings, trust, incomplete }, config, { now });
  return {
    schemaVersion: reportSchemaVersion,
    tool: { name: "plimsoll", version },
    subject,
    parts: ["audit"],
    inventory: { layers: [], packages: [] },
    findings: judged.findings,
    trust,
    privileges: { containers: [], files: [] },
    verdict: judged.verdict,
    incomplete,
    timing: stopwatch.timing(),
  };
}
