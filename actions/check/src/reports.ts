import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Report, toPlimsollError } from "@plimsoll/core";
import { renderCycloneDx, renderJson, renderSarif, type SarifSource } from "@plimsoll/report";

/** Where the reports lie. */
export interface ReportFiles {
  report: string;
  sarif?: string;
  sbom?: string;
}

/**
 * Writes `report.json`, `report.sarif` and `sbom.cdx.json` into `folder`. When nothing was checked
 * there is only the first: an empty SARIF file, once uploaded, would close every open alert.
 *
 * @throws PlimsollError `WRITE_FAILED`
 */
export async function writeReports(
  report: Report,
  folder: string,
  { isChecked, sources }: { isChecked: boolean; sources: readonly SarifSource[] },
): Promise<ReportFiles> {
  const files: ReportFiles = { report: join(folder, "report.json") };
  const texts = new Map([[files.report, renderJson(report)]]);
  if (isChecked) {
    files.sarif = join(folder, "report.sarif");
    texts.set(files.sarif, renderSarif(report, { sources }));
    files.sbom = join(folder, "sbom.cdx.json");
    texts.set(files.sbom, renderCycloneDx(report));
  }
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all([...texts].map(([path, text]) => writeFile(path, text)));
  } catch (cause) {
    throw toPlimsollError(cause, "WRITE_FAILED", "The reports could not be written", {
      subject: folder,
      action: "Name a folder that the job may write to as output-directory.",
    });
  }
  return files;
}
