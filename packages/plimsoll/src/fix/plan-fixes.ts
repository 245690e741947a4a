import {
  applyFixes,
  auditCompose,
  auditDockerfile,
  type FixedText,
  type FixOptions,
} from "@plimsoll/audit";
import type { Config, Incomplete } from "@plimsoll/core";
import { applyIgnores } from "@plimsoll/policy";
import { readPeerIgnores } from "../check/peer-ignores/read.ts";
import { readSourceFiles, type SourceFile } from "../check/source-files.ts";

/** A file and what its fixes make of it. */
export interface PlannedFile extends SourceFile {
  fixed: FixedText;
}

/**
 * Works out what the fixes make of the Dockerfiles and compose files of a configuration; writes
 * nothing. What is waived stays as it is.
 *
 * @param today `YYYY-MM-DD` in UTC, on which waivers are judged
 */
export async function planFixes(
  config: Config,
  directory: string,
  today: string,
  options: FixOptions,
): Promise<{ files: PlannedFile[]; incomplete: Incomplete[] }> {
  const targets = [
    { paths: config.dockerfile, audit: auditDockerfile },
    { paths: config.compose, audit: auditCompose },
  ];
  const files: PlannedFile[] = [];
  const { peerIgnores, incomplete } = await readPeerIgnores(directory, today);
  for (const { paths, audit } of targets) {
    const read = await readSourceFiles([...new Set(paths)], directory);
    incomplete.push(...read.incomplete);
    for (const { path, text } of read.files) {
      const judge = (edited: string) => {
        const result = audit(edited, { path, config: config.audit, peerIgnores });
        const findings = applyIgnores(result.findings, config.ignore, today);
        return { ...result, findings: findings.filter(({ kind }) => kind !== "policy") };
      };
      files.push({ path, text, fixed: applyFixes(text, judge, options) });
    }
  }
  return { files, incomplete };
}
