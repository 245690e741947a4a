import {
  type Config,
  type Finding,
  type Incomplete,
  type Inventory,
  PlimsollError,
  parseConfig,
  type Report,
  reportSchemaVersion,
  type Subject,
} from "@plimsoll/core";
import { judge } from "@plimsoll/policy";
import { adviseBase, isAdviceWanted } from "../advice/advise-base.ts";
import { editPins } from "../advice/edit-pins.ts";
import type { Comparison } from "../compare/compare.ts";
import { version } from "../version.ts";
import { inspectAttachedSbom } from "./attached-sbom.ts";
import type { Audited, AuditInput } from "./audit.ts";
import type { CheckContext } from "./context.ts";
import { inspectImage } from "./image.ts";
import type { InspectedSubject } from "./inspected.ts";
import { judgeLicences } from "./licences.ts";
import { type CheckOptions, type CheckPart, checkParts, partsOfAllFiles } from "./options.ts";
import { verifyPlatforms, wantsAllPlatforms } from "./platforms.ts";
import { withoutRepeatedSecrets } from "./repeated-secrets.ts";
import { inspectSbom, isSbomReference, partsOfSbom } from "./sbom.ts";
import { readSourceFiles } from "./source-files.ts";
import { startStopwatch } from "./stopwatch.ts";
import { applyVexDocuments } from "./vex/apply.ts";

/**
 * Answers whether an image is safe to sail: what is inside, how it is set up, whom it comes from,
 * what it may do, and whether the configuration accepts that.
 *
 * @param reference e.g. `ghcr.io/acme/shop:1.4`, `docker-archive:shop.tar`, `sbom:shop.cdx.json`; by default the
 *   configuration's `image`. Without either, only the files named in it are judged.
 * @returns the report; what could not be inspected is listed under `incomplete`
 * @throws PlimsollError when the configuration is not valid or the image cannot be opened at all
 *
 * @example
 * const report = await check("docker-archive:shop.tar", { config: { "fail-on": "critical" } });
 * if (report.verdict.result === "fail") console.error(report.verdict.reasons);
 */
export async function check(reference?: string, options: CheckOptions = {}): Promise<Report> {
  const now = options.now ?? new Date();
  const stopwatch = startStopwatch(now);
  const config = parseConfig(options.config);
  const target = reference ?? config.image;
  requireSomething(target, config);

  const asked = new Set<CheckPart>(options.parts ?? checkParts);
  const isSbom = target !== undefined && (options.attachedSbom === true || isSbomReference(target));
  const hasFiles = namedFiles(config).length > 0;
  const parts = new Set(isSbom ? partsOfSbom(target, asked, hasFiles) : asked);
  if (!config.secrets.enabled) parts.delete("secrets");
  if (!config.malware.enabled) parts.delete("malware");
  if (options.osOnly) for (const part of partsOfAllFiles) parts.delete(part);
  const isAudited = parts.has("audit") || parts.has("privileges");
  // Without an audit a Dockerfile still tells which line made a layer.
  const sources = [config.dockerfile, ...(isAudited ? [config.compose, config.files] : [[], []])];
  const directory = options.directory ?? process.cwd();
  const sourceDirectory = options.sourceDirectory ?? directory;
  const [dockerfiles, composes, files] = await Promise.all(
    sources.map((paths) => readSourceFiles(paths, sourceDirectory)),
  );

  const context: CheckContext = {
    config,
    parts,
    options,
    now,
    stopwatch,
    directory,
    dockerfiles: dockerfiles!.files,
  };
  const isAllPlatforms = wantsAllPlatforms(context);
  const image =
    target === undefined || isSbom || isAllPlatforms
      ? undefined
      : await inspectImage(target, context);
  const inspected = isSbom
    ? await readBillOfMaterials(target, context)
    : target !== undefined && isAllPlatforms
      ? await verifyPlatforms(target, context)
      : image;
  const bases = await judgeBases(context);
  const { peerIgnores, ...notRead } = await readIgnoreFiles(sourceDirectory, context);
  const audited = await stopwatch.time("audit", () =>
    auditWhatIsAsked(sourceDirectory, {
      config,
      peerIgnores,
      parts,
      image,
      dockerfiles: dockerfiles!.files,
      composes: composes!.files,
      files: files!.files,
    }),
  );

  const inventory = inspected?.inventory ?? { layers: [], packages: [] };
  const attributed = await attribute(
    [
      ...(inspected?.findings ?? []),
      ...(await judgeLicences(inventory, context)),
      ...withoutRepeatedSecrets(audited.findings, inspected?.findings ?? []),
      ...bases.findings,
    ],
    inventory,
  );
  const { findings, ...vexed } = await applyVexDocuments(
    await editPins(attributed, context),
    inspected,
    context,
  );
  const incomplete: Incomplete[] = [
    ...dockerfiles!.incomplete,
    ...composes!.incomplete,
    ...files!.incomplete,
    ...(inspected?.incomplete ?? []),
    ...notRead.incomplete,
    ...audited.incomplete,
    ...bases.incomplete,
    ...vexed.incomplete,
  ];
  const trust = inspected?.trust ?? {
    result: "notChecked" as const,
    reason: "No image was checked.",
    signatures: [],
  };
  const subject: Subject = inspected?.subject ?? {
    kind: "files",
    reference: namedFiles(config).join(", "),
    source: "files",
  };
  const scan = (candidate: string, own: Config) =>
    check(candidate, {
      ...options,
      config: own,
      parts: ["packages", "vulnerabilities"],
      attachedSbom: false,
    });
  const { advice: baseAdvice, incomplete: notCompared } = isAdviceWanted(config)
    ? await stopwatch.time("compare", () => adviseBase({ inventory, findings }, context, scan))
    : { incomplete: [] };
  incomplete.push(...notCompared);
  const audits = [dockerfiles, composes, files].flatMap((read) => read!.files);
  const auditedSources = isAudited ? audits.map(({ path }) => path) : [];
  const reportedParts = listParts(parts, options);
  const scope = { ...(reportedParts && { parts: reportedParts }), sources: auditedSources };
  const { comparison, incomplete: notComparable } = await compareIfAsked(
    { findings, ...scope },
    context,
  );
  incomplete.push(...notComparable);
  const judged = judge(
    {
      subject,
      findings,
      trust,
      incomplete,
      ...(inspected?.advisories && { advisories: inspected.advisories }),
      known: comparison?.known,
    },
    config,
    { now },
  );
  const report: Report = {
    schemaVersion: reportSchemaVersion,
    tool: { name: "plimsoll", version },
    subject,
    ...(reportedParts && { parts: reportedParts }),
    ...(auditedSources.length > 0 && { sources: auditedSources }),
    inventory,
    ...(inspected?.advisories && { advisories: inspected.advisories }),
    findings: judged.findings,
    ...(baseAdvice && { baseAdvice }),
    trust,
    privileges: audited.privileges,
    verdict: judged.verdict,
    incomplete,
    timing: stopwatch.timing(),
  };
  return comparison === undefined
    ? report
    : { ...report, difference: comparison.difference(report) };
}

/** What was looked at, where that was not everything. */
function listParts(parts: ReadonlySet<CheckPart>, { osOnly }: CheckOptions): string[] | undefined {
  if (parts.size === checkParts.length && !osOnly) return undefined;
  return checkParts
    .filter((part) => parts.has(part))
    .map((part) => (osOnly && part === "packages" ? "os-packages" : part));
}

async function compareIfAsked(
  head: { findings: readonly Finding[]; parts?: string[]; sources: string[] },
  context: CheckContext,
): Promise<{ comparison?: Comparison; incomplete: Incomplete[] }> {
  if (context.config["compare-with"] === undefined) return { incomplete: [] };
  const { openComparison } = await import("../compare/compare.ts");
  return context.stopwatch.time("compare", () => openComparison(head, context, check));
}

function readBillOfMaterials(target: string, context: CheckContext): Promise<InspectedSubject> {
  return isSbomReference(target)
    ? inspectSbom(target, context)
    : inspectAttachedSbom(target, context);
}

async function auditWhatIsAsked(
  directory: string,
  input: Omit<AuditInput, "linked" | "dockerignores">,
): Promise<Audited> {
  if (!input.parts.has("audit") && !input.parts.has("privileges")) {
    return { findings: [], incomplete: [], privileges: { containers: [], files: [] } };
  }
  const [{ auditSubject }, { composeFilesOf, readLinkedFiles }, { readDockerignores }] =
    await Promise.all([
      import("./audit.ts"),
      import("./linked-files.ts"),
      import("./dockerignore.ts"),
    ]);
  const dockerignores = await readDockerignores(input.dockerfiles, directory);
  const composes = [...input.composes, ...composeFilesOf(input.files)];
  const linked = await readLinkedFiles(composes, directory);
  return auditSubject({ ...input, dockerignores, linked });
}

async function readIgnoreFiles(directory: string, { config, now, parts }: CheckContext) {
  if (!parts.has("audit") || !config.audit["honour-peers"]) {
    return { peerIgnores: [], incomplete: [] };
  }
  const { readPeerIgnores } = await import("./peer-ignores/read.ts");
  return readPeerIgnores(directory, now.toISOString().slice(0, 10));
}

/** The images of FROM lines, where the trust policy has rules. */
async function judgeBases(context: CheckContext) {
  if (context.dockerfiles.length === 0 || context.config.trust.rules.length === 0) {
    return { findings: [], incomplete: [] };
  }
  const { checkBaseTrust } = await import("./base-trust.ts");
  return checkBaseTrust(context);
}

async function attribute(findings: Finding[], inventory: Inventory): Promise<Finding[]> {
  if (inventory.baseImage === undefined) return findings;
  const { attributeFindings } = await import("@plimsoll/scan");
  return attributeFindings(findings, inventory);
}

function namedFiles({ dockerfile, compose, files }: Config): string[] {
  return [...dockerfile, ...compose, ...files];
}

function requireSomething(target: string | undefined, config: Config): void {
  if (target !== undefined || namedFiles(config).length > 0) return;
  throw new PlimsollError("INVALID_ARGUMENT", "There is nothing to check", {
    action:
      "Name an image, a Dockerfile or a compose file, e.g. plimsoll check docker-archive:image.tar",
  });
}
