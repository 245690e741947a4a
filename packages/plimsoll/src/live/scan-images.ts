import type { RecordedScan, Recording } from "@plimsoll/audit";
import { type ConfigInput, isAtLeast, isPlimsollError, type Progress } from "@plimsoll/core";

export interface ScanImagesOptions {
  /** The keys of `plimsoll.yml`; default: all defaults. */
  config?: ConfigInput;
  signal?: AbortSignal;
  progress?: Progress;
}

/**
 * Looks into the layers of every image that a container was made from: packages, what is known
 * against them, files that give rights. One image after the other; one that cannot be read is a
 * fault.
 *
 * @param recording of an engine that still runs
 * @throws PlimsollError `ABORTED`
 */
export async function scanImages(
  { address, engine }: Recording,
  { config, signal, progress }: ScanImagesOptions = {},
): Promise<Record<string, RecordedScan>> {
  const { check } = await import("../check/check.ts");
  const scans: Record<string, RecordedScan> = {};
  for (const id of usedImages(engine)) {
    try {
      const report = await check(`docker-daemon:${id}`, {
        config: { ...config, dockerfile: [], compose: [] },
        engine: { host: address },
        parts: ["packages", "vulnerabilities", "privileges"],
        ...(signal === undefined ? {} : { signal }),
        ...(progress === undefined ? {} : { progress }),
      });
      scans[id] = {
        packages: report.inventory.packages.map(({ name }) => name).sort(),
        advisories: report.advisories?.source ?? "none",
        mendable: report.findings.flatMap(({ status, severity, vulnerability: known }) =>
          status === "fail" && known?.fixedVersion !== undefined && isAtLeast(severity, "high")
            ? [known.id]
            : [],
        ),
        privileged: report.privileges.files.map(({ path }) => path),
      };
    } catch (error) {
      if (signal?.aborted || !isPlimsollError(error)) throw error;
      scans[id] = { fault: `${error.code}: ${error.message}` };
    }
  }
  return scans;
}

function usedImages({ inspected }: Recording["engine"]): string[] {
  const ids = Object.values(inspected).flatMap((answer) => {
    const { Image: id } = answer as { Image?: unknown };
    if (typeof id !== "string") return [];
    return [/^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id];
  });
  return [...new Set(ids)].filter((id) => /^sha256:[0-9a-f]{64}$/.test(id));
}
