import { appendFile } from "node:fs/promises";
import * as core from "@actions/core";
import type { Report } from "@plimsoll/core";
import { renderMarkdown } from "@plimsoll/report";

/** The runner drops a step's whole summary above 1 MiB; this leaves room for other lines of the step. */
export const summaryLimitBytes = 900 * 1024;

/**
 * Appends the report to the job summary, cut to what GitHub shows.
 *
 * @param file `GITHUB_STEP_SUMMARY`; without it there is no summary
 */
export async function writeSummary(report: Report, file: string | undefined): Promise<void> {
  if (file === undefined || file === "") return;
  const text = renderWithin(
    (maxCodePoints) => renderMarkdown(report, { maxCodePoints }),
    summaryLimitBytes,
  );
  try {
    await appendFile(file, `${text}\n`);
  } catch (error) {
    core.warning(`The job summary could not be written: ${(error as Error).message}`);
  }
}

/** The longest of a few renderings that fits into `limitBytes`; a code point takes 1 to 4 bytes. */
export function renderWithin(
  render: (maxCodePoints: number) => string,
  limitBytes: number,
): string {
  for (const bytesPerPoint of [1, 1.25, 2]) {
    const text = render(Math.floor(limitBytes / bytesPerPoint));
    if (Buffer.byteLength(text) <= limitBytes) return text;
  }
  return render(Math.floor(limitBytes / 4));
}
