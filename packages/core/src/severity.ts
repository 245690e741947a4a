import * as z from "zod";

/** Severities from least to most severe; `unknown` means that no source rated it. */
export const severities = ["unknown", "negligible", "low", "medium", "high", "critical"] as const;

export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** Negative when `a` is less severe than `b`, positive when it is more severe, 0 when they are equal. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}

/** True when `severity` reaches `threshold`. `unknown` reaches only itself: nobody rated it. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return compareSeverity(severity, threshold) >= 0;
}
