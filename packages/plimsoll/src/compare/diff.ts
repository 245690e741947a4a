import { type Config, parseConfig, type Report } from "@plimsoll/core";
import { judge } from "@plimsoll/policy";
import { compareReports, knownBefore } from "@plimsoll/report";
import { check } from "../check/check.ts";
import type { CheckContext } from "../check/context.ts";
import { type CheckOptions, type CheckPart, checkParts } from "../check/options.ts";
import { startStopwatch } from "../check/stopwatch.ts";
import { earlierSources, readSide } from "./read-side.ts";

/**
 * Says what changed between two states of an image. Each side is an image, which is checked, or the
 * file of a report or bill of materials, whose packages are matched again: both sides know the same
 * advisories, so that what was published in between is no change.
 *
 * @returns the head's report with its `difference`; the verdict is over what is new (`only-new`)
 * @throws PlimsollError when one of the sides cannot be read
 *
 * @example
 * const { difference } = await diff("main.json", "registry.example/shop:pr-12");
 * console.log(difference?.new.length, difference?.fixed.length);
 */
export async function diff(
  base: string,
  head: string,
  options: CheckOptions = {},
): Promise<Report> {
  const now = options.now ?? new Date();
  const config: Config = parseConfig(options.config);
  const context: CheckContext = {
    config,
    parts: new Set<CheckPart>(options.parts ?? checkParts),
    options,
    now,
    stopwatch: startStopwatch(now),
    directory: options.directory ?? process.cwd(),
    dockerfiles: [],
  };
  const earlier = earlierSources(context);
  // Sources are compared with sources, or not at all.
  const own = earlier === undefined ? undefined : context.directory;
  const after = await readSide(head, own, context, check);
  const before = await readSide(base, earlier, context, check);
  const known = knownBefore(after.report, before.report);
  const { findings, verdict } = judge({ ...after.report, known }, config, { now });
  const report = { ...after.report, findings, verdict };
  return { ...report, difference: compareReports(report, before.report, before.about) };
}
