import type * as z from "zod";
import { type Config, configSchema } from "./config.ts";
import { PlimsollError } from "./error.ts";
import { type Report, reportSchema } from "./report.ts";

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param source names the file in the error
 * @throws PlimsollError `INVALID_CONFIG` that lists every fault with its key
 */
export function parseConfig(value: unknown, source = "configuration"): Config {
  const result = configSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new PlimsollError("INVALID_CONFIG", `${source} is not valid: ${faults(result.error)}`, {
    subject: source,
    action: `Known keys are: ${Object.keys(configSchema.shape).join(", ")}.`,
  });
}

/**
 * Checks a report that was read from a file.
 *
 * @throws PlimsollError `MALFORMED` when it is not one, or is of another schema version
 */
export function parseReport(value: unknown, source = "report"): Report {
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  throw new PlimsollError("MALFORMED", `${source} is not a report: ${faults(result.error)}`, {
    subject: source,
    action: "Give a file written by `plimsoll check --format json`.",
  });
}

function faults(error: z.ZodError): string {
  const shown = error.issues.slice(0, 10).map((issue) => {
    const path = issue.path.map(String).join(".");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  const more = error.issues.length - shown.length;
  return more > 0 ? `${shown.join("; ")}; and ${more} more` : shown.join("; ");
}
