import type { Finding } from "@plimsoll/core";
import type { CheckContext } from "../context.ts";
import type { InspectedSubject } from "../inspected.ts";
import { type LoadedVex, loadVexDocuments, type Wanted } from "./load-documents.ts";

/** Applies the VEX documents of the configuration, and what was found attached to the image. */
export async function applyVexDocuments(
  findings: Finding[],
  inspected: InspectedSubject | undefined,
  { config, directory, options, parts, stopwatch }: CheckContext,
): Promise<Pick<LoadedVex, "findings" | "incomplete">> {
  const paths = [...config.vex.documents, ...(options.vex ?? [])];
  const attached = inspected?.vex;
  if (inspected === undefined || !parts.has("vulnerabilities")) return { findings, incomplete: [] };
  if (paths.length === 0 && attached === undefined) return { findings, incomplete: [] };
  const { applyVex } = await import("@plimsoll/advisories");
  return stopwatch.time("vex", async () => {
    const loaded = await loadVexDocuments(paths, directory, speaksOf(findings));
    const statements = loaded.statements.concat(attached?.statements ?? []);
    const applied = applyVex(findings, statements, {
      ...inspected,
      ...(attached && { digests: attached.digests }),
    });
    return {
      findings: [...applied, ...loaded.findings, ...(attached?.findings ?? [])],
      incomplete: [...loaded.incomplete, ...(attached?.incomplete ?? [])],
    };
  });
}

/** Statements about none of the findings are read, so that their faults are known, and let go. */
function speaksOf(findings: readonly Finding[]): Wanted {
  const names = new Set(
    findings
      .flatMap(({ vulnerability }) =>
        vulnerability === undefined ? [] : [vulnerability.id, ...vulnerability.aliases],
      )
      .map((name) => name.toUpperCase()),
  );
  return (statement) => statement.names.some((name) => names.has(name.toUpperCase()));
}
