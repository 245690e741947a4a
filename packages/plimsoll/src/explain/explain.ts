import type { Explanation } from "@plimsoll/advisories";
import {
  type AdvisoryData,
  type Finding,
  type LayerSummary,
  parseConfig,
  type Report,
} from "@plimsoll/core";
import { check } from "../check/check.ts";
import { askService, openStore } from "../check/match.ts";
import type { CheckOptions } from "../check/options.ts";
import { startStopwatch } from "../check/stopwatch.ts";

/** The whole story of one vulnerability in one image. */
export interface ImageExplanation extends Explanation {
  readonly subject: Report["subject"];
  /** The data that were asked. */
  readonly advisories?: AdvisoryData;
  /** What a check reports of it, with what the configuration says to it. */
  readonly findings: readonly Finding[];
  /** The layers, to tell which instruction brought a package. */
  readonly layers: readonly LayerSummary[];
}

/**
 * Tells why a vulnerability is reported for an image, or why not: which installed packages the
 * advisories name, what was compared with what, and which rule decided.
 *
 * @param id `CVE-2022-0778` or any other name of it
 * @param reference as of `check`
 * @throws PlimsollError as `check`
 *
 * @example
 * const { packages } = await explain("CVE-2022-0778", "debian:11");
 * for (const { package: found, isReported, advisories } of packages) console.log(found.name, isReported, advisories);
 */
export async function explain(
  id: string,
  reference: string,
  options: Omit<CheckOptions, "parts"> = {},
): Promise<ImageExplanation> {
  const parts = ["packages", "vulnerabilities"] as const;
  const report = await check(reference, { ...options, parts });
  const now = options.now ?? new Date();
  const config = parseConfig(options.config);
  const opened = await openStore({
    config,
    parts: new Set(parts),
    directory: options.directory ?? process.cwd(),
    now,
    options,
  });
  const { explainVulnerability } = await import("@plimsoll/advisories");
  const stopwatch = startStopwatch(now);
  const context = { config, now, options, stopwatch };
  const store = await askService(report.inventory, opened!, context);
  const explanation = await explainVulnerability(report.inventory, store, id, { now });
  await opened?.close?.();
  const names = new Set([id, ...explanation.names].map((name) => name.toLowerCase()));
  const findings = report.findings.filter(({ vulnerability }) =>
    [vulnerability?.id, ...(vulnerability?.aliases ?? [])].some(
      (name) => name !== undefined && names.has(name.toLowerCase()),
    ),
  );
  return {
    ...explanation,
    subject: report.subject,
    ...(report.advisories && { advisories: report.advisories }),
    findings,
    layers: report.inventory.layers,
    incomplete: [...report.incomplete, ...explanation.incomplete],
  };
}
