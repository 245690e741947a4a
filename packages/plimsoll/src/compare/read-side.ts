import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type ComparisonBase,
  type Config,
  isPlimsollError,
  PlimsollError,
  parseReport,
  type Report,
} from "@plimsoll/core";
import type { CheckContext } from "../check/context.ts";
import type { CheckOptions } from "../check/options.ts";
import { isSbomReference } from "../check/sbom.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { rematch } from "./rematch.ts";

/** A report of an image with every package and file is a few megabytes. */
const maxReportBytes = 256 * 1024 * 1024;

/** `check` itself, handed in, since it asks for this comparison. */
export type CheckSide = (reference: string, options: CheckOptions) => Promise<Report>;

/** One side of a comparison. */
export interface Side {
  report: Report;
  about: ComparisonBase;
}

/**
 * What something was or is: an earlier report or a bill of materials by its file, anything else is an
 * image and checked anew. Reports are matched again, so that both sides know the same advisories.
 *
 * @param sourceDirectory where an image's Dockerfile and other sources are audited; without it they are not
 * @throws PlimsollError when there is no such file or image, or the file is neither
 */
export async function readSide(
  reference: string,
  sourceDirectory: string | undefined,
  context: CheckContext,
  check: CheckSide,
): Promise<Side> {
  const path = await fileOf(reference, context.directory);
  if (path !== undefined) {
    const text = await readTextFile(path, maxReportBytes);
    const report = reportIn(text, reference);
    if (report !== undefined) {
      const { digest } = report.subject;
      const checkedAt = report.timing.startedAt;
      return {
        report: await rematch(report, context),
        about: { reference, kind: "report", ...(digest && { digest }), checkedAt },
      };
    }
    const sbom = await check(`sbom:${path}`, {
      ...context.options,
      config: withoutSources(context.config),
    });
    return { report: sbom, about: { reference, kind: "sbom" } };
  }
  const report = await check(reference, sideOptions(sourceDirectory, context));
  const { digest } = report.subject;
  return { report, about: { reference, kind: "image", ...(digest && { digest }) } };
}

/** Where the earlier state of the sources is, if the configuration says so. */
export function earlierSources({ config, directory }: CheckContext): string | undefined {
  const folder = config["compare-files"];
  return folder === undefined ? undefined : resolve(directory, folder);
}

/** The file that a reference names, if it names one. */
async function fileOf(reference: string, directory: string): Promise<string | undefined> {
  const isSbom = isSbomReference(reference);
  const path = resolve(directory, isSbom ? reference.slice("sbom:".length) : reference);
  // `docker-archive:image.tar` and the like are images.
  if (!isSbom && /^[a-z-]+:/.test(reference) && !reference.endsWith(".json")) return undefined;
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (isFile) return path;
  if (!isSbom && !reference.endsWith(".json")) return undefined;
  throw new PlimsollError("NOT_FOUND", "There is no such file to compare with", {
    subject: reference,
    action: "Name an image, or the file of a report (--output report.json) or bill of materials.",
  });
}

/** `undefined` for a document that does not say that it is a report. */
function reportIn(text: string, reference: string): Report | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null || !("schemaVersion" in json)) return undefined;
  try {
    return parseReport(json);
  } catch (cause) {
    if (!isPlimsollError(cause)) throw cause;
    throw new PlimsollError(cause.code, `The report cannot be read: ${cause.message}`, {
      subject: reference,
      action: "Make it anew with --output report.json.",
      cause,
    });
  }
}

function sideOptions(
  sourceDirectory: string | undefined,
  { config, options, parts }: CheckContext,
): CheckOptions {
  return {
    ...options,
    parts: [...parts],
    attachedSbom: false,
    config: sourceDirectory === undefined ? withoutSources(config) : plain(config),
    ...(sourceDirectory !== undefined && { sourceDirectory }),
  };
}

/** The other side is looked at for itself: nothing is compared with it or advised about it. */
function plain(config: Config): Config {
  const { image: _image, base: _base, "compare-with": _with, ...rest } = config;
  return { ...rest, "base-candidates": [], "suggest-base": false };
}

function withoutSources(config: Config): Config {
  return { ...plain(config), dockerfile: [], compose: [], files: [] };
}
