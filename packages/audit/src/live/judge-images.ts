import type { Finding, Incomplete } from "@plimsoll/core";
import { type AuditOptions, type AuditResult, judgeSnapshot } from "../rule/judge.ts";
import type { ImageRule, Rule } from "../rule/types.ts";
import { nameOfImage } from "./parse-image.ts";
import type { LiveSnapshot } from "./types.ts";

/**
 * Judges the configuration of every image by the rules over images. A rule that no image fails
 * makes one finding, not one for each image.
 */
export function judgeImages(
  rules: readonly ImageRule[],
  { images }: LiveSnapshot,
  path: string,
  options: AuditOptions = {},
): AuditResult {
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  const silent = new Map<string, Finding>();
  const failed = new Set<string>();
  for (const image of images ?? []) {
    if (image.config === undefined) continue;
    const place = `docker-daemon:${nameOfImage(image)}`;
    const [reference] = image.tags;
    const named = reference === undefined ? image.config : { ...image.config, reference };
    const result = judgeSnapshot(rules, named, place, [], options);
    incomplete.push(...result.incomplete);
    for (const finding of result.findings) {
      if (finding.status !== "pass" && finding.status !== "notApplicable") {
        failed.add(finding.rule);
        findings.push(finding);
      } else if (silent.get(finding.rule)?.status !== "pass") {
        silent.set(finding.rule, finding);
      }
    }
  }
  const undescribed = images?.filter((image) => image.config === undefined) ?? [];
  const rest = rules.map((rule) => asWhole(rule, reasonFor(images, undescribed.length)));
  const summaries = judgeSnapshot(rest, undefined, path, [], options).findings;
  for (const summary of summaries) {
    const one = silent.get(summary.rule);
    // Images that nobody could look at may be those that fail.
    if (summary.status === "unknown") findings.push(summary);
    else if (one === undefined && !failed.has(summary.rule)) findings.push(summary);
    else if (one !== undefined && !failed.has(summary.rule)) {
      const { statusReason: _, ...rest } = summary;
      findings.push({ ...rest, ...statusOf(one) });
    }
  }
  return { findings, incomplete };
}

type Reason = { unknown: string } | { notApplicable: string };

function reasonFor(images: LiveSnapshot["images"], undescribed: number): Reason {
  if (images === undefined) return { unknown: "the engine did not list its images" };
  if (undescribed > 0) return { unknown: `the engine did not describe ${undescribed} images` };
  return { notApplicable: "the engine has no images" };
}

/** The rule's word on all images where no single one can be named. */
function asWhole(rule: ImageRule, reason: Reason): Rule<"image", undefined> {
  return {
    ...rule,
    check: () =>
      "unknown" in reason
        ? [{ unknown: reason.unknown, value: "not known", source: "images", identity: ["images"] }]
        : reason,
  };
}

function statusOf({ status, statusReason }: Finding): Partial<Finding> {
  if (status === "pass") return { status };
  return statusReason === undefined ? { status } : { status, statusReason };
}
