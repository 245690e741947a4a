import {
  type AuditResult,
  applyFixes,
  auditCompose,
  auditDockerfile,
  auditKubernetes,
  type FileKind,
  type FixedText,
  type FixOptions,
  recogniseFile,
} from "@plimsoll/audit";
import type { Config, Incomplete } from "@plimsoll/core";
import { applyIgnores } from "@plimsoll/policy";
import { readPeerIgnores } from "../check/peer-ignores/read.ts";
import { readSourceFiles, type SourceFile } from "../check/source-files.ts";
import { unpinnedImages, withPins } from "./pin-images.ts";

/** A file and what its fixes make of it. */
export interface PlannedFile extends SourceFile {
  fixed: FixedText;
}

/** What may be applied, and with what. */
export interface PlanOptions extends FixOptions {
  /** Digests by image; the images that it gives are pinned. Default: none is. */
  digestsOf?: (images: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Of the files whose kind their content tells, those of one kind. */
function isOf(kind: FileKind): (file: SourceFile) => boolean {
  return ({ path, text }) => recogniseFile(path, text) === kind;
}

/**
 * Works out what the fixes make of the Dockerfiles, compose files and Kubernetes objects of a configuration;
 * writes nothing. What is waived stays as it is.
 *
 * @param today `YYYY-MM-DD` in UTC, on which waivers are judged
 */
export async function planFixes(
  config: Config,
  directory: string,
  today: string,
  options: PlanOptions,
): Promise<{ files: PlannedFile[]; incomplete: Incomplete[] }> {
  const targets = [
    { paths: config.dockerfile, audit: auditDockerfile },
    { paths: config.compose, audit: auditCompose },
    { paths: config.files, audit: auditCompose, isOne: isOf("compose") },
    { paths: config.files, audit: auditKubernetes, isOne: isOf("kubernetes") },
  ];
  const { peerIgnores, peerSettings, incomplete } = await readPeerIgnores(directory, today);
  const sources: (SourceFile & { judge: (text: string) => AuditResult })[] = [];
  for (const { paths, audit, isOne } of targets) {
    const read = await readSourceFiles([...new Set(paths)], directory);
    incomplete.push(...read.incomplete);
    for (const { path, text } of read.files.filter(isOne ?? (() => true))) {
      const judge = (edited: string) => {
        const result = audit(edited, {
          path,
          config: config.audit,
          peerIgnores,
          peerSettings,
        });
        const findings = applyIgnores(result.findings, config.ignore, today);
        return { ...result, findings: findings.filter(({ kind }) => kind !== "policy") };
      };
      sources.push({ path, text, judge });
    }
  }
  const images = options.digestsOf
    ? sources.flatMap(({ text, judge }) => unpinnedImages(judge(text).findings))
    : [];
  const digests = (await options.digestsOf?.(images)) ?? new Map<string, string>();
  const files = sources.map(({ path, text, judge }) => {
    const judgeWithPins = (edited: string) => {
      const result = judge(edited);
      return { ...result, findings: withPins(result.findings, edited, digests) };
    };
    return { path, text, fixed: applyFixes(text, judgeWithPins, options) };
  });
  return { files, incomplete };
}
