import { type PlimsollError, type Report, reportSchemaVersion } from "@plimsoll/core";
import { version } from "plimsoll";

/**
 * The report of a check that could not even begin, so that a comment of an earlier run does not go
 * on saying that all is well.
 */
export function failedReport(error: PlimsollError, reference: string | undefined): Report {
  const subject = reference ?? "no image";
  return {
    schemaVersion: reportSchemaVersion,
    tool: { name: "plimsoll", version },
    subject: { kind: reference === undefined ? "files" : "image", reference: subject },
    inventory: { layers: [], packages: [] },
    findings: [],
    trust: { result: "notChecked", reason: "Nothing could be checked.", signatures: [] },
    privileges: { containers: [], files: [] },
    verdict: {
      result: "fail",
      reasons: [
        ["Nothing could be checked.", error.message, error.action].filter(Boolean).join(" "),
      ],
    },
    incomplete: [{ code: error.code, what: error.subject ?? subject, why: error.message }],
    timing: { startedAt: new Date().toISOString(), totalMs: 0, phases: {} },
  };
}
