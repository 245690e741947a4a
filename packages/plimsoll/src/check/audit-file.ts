import {
  type AuditOptions,
  type AuditResult,
  auditCompose,
  auditDevContainer,
  auditDockerfile,
  auditKubernetes,
  auditWorkflow,
  recogniseFile,
} from "@plimsoll/audit";
import type { SourceFile } from "./source-files.ts";

/** Judges a file as what its name and content say it is. */
export function auditFile(
  { path, text }: SourceFile,
  chosen: Omit<AuditOptions, "path">,
  linked: ReadonlyMap<string, string>,
): AuditResult {
  const options = { ...chosen, path };
  switch (recogniseFile(path, text)) {
    case "dockerfile":
      return auditDockerfile(text, options);
    case "kubernetes":
      return auditKubernetes(text, options);
    case "devcontainer":
      return auditDevContainer(text, options);
    case "workflow":
      return auditWorkflow(text, options);
    default:
      return auditCompose(text, { ...options, files: linked });
  }
}
