import { join } from "node:path";
import {
  type BaseAdvice,
  type Config,
  type Finding,
  type Incomplete,
  type Inventory,
  isPlimsollError,
  type Report,
  toPlimsollError,
} from "@plimsoll/core";
import { openKnownImages } from "../attribution/known-images.ts";
import { defaultCacheDirectory } from "../check/cache-directory.ts";
import type { CheckContext } from "../check/context.ts";
import { compareBases, isBetter, type ScannedCandidate } from "./compare-bases.ts";

/** Scans a candidate: `check` itself, handed in, since it asks for this advice. */
export type ScanCandidate = (reference: string, config: Config) => Promise<Report>;

/** Images of the base's repository that were checked on this machine and are compared unasked. */
const mostSuggested = 5;

/** Whether the configuration asks for it: scanning other images takes time. */
export function isAdviceWanted(config: Config): boolean {
  return config["base-candidates"].length > 0 || config["suggest-base"];
}

/**
 * Says what other base images would do: those that the configuration lists, and on request the other
 * tags of the same repository that were checked on this machine. Where the base image is not known, that is
 * listed as incomplete.
 *
 * @throws PlimsollError `ABORTED`
 */
export async function adviseBase(
  { inventory, findings }: { inventory: Inventory; findings: readonly Finding[] },
  context: CheckContext,
  scan: ScanCandidate,
): Promise<{ advice?: BaseAdvice; incomplete: Incomplete[] }> {
  const { config } = context;
  const listed = config["base-candidates"];
  const { baseImage } = inventory;
  const current = baseImage?.reference ?? baseImage?.digest;
  if (current === undefined) {
    const why = "The base image is not known: name it with base, or give the Dockerfile.";
    return { incomplete: [{ code: "NOT_FOUND", what: "advice about the base image", why }] };
  }
  const incomplete: Incomplete[] = [];
  const suggested = config["suggest-base"] ? await listTags(current, config) : [];
  const candidates: ScannedCandidate[] = [];
  for (const reference of new Set([...listed, ...suggested])) {
    if (reference === current) continue;
    try {
      const report = await scan(reference, withoutAdvice(config));
      const { digest } = report.subject;
      candidates.push({ reference, ...(digest && { digest }), findings: report.findings });
    } catch (error) {
      if (isPlimsollError(error) && error.code === "ABORTED") throw error;
      const { code, message } = toPlimsollError(error, "INTERNAL", "It cannot be scanned");
      // What was checked before may be gone; what the user lists is missed.
      if (listed.includes(reference)) {
        incomplete.push({ code, what: `base candidate ${reference}`, why: message });
      }
    }
  }
  const advice = compareBases(current, findings, candidates);
  const [best] = advice.candidates;
  const edits =
    best && isBetter(best, findings) ? await editDockerfiles(current, best, context) : [];
  return { advice: { ...advice, ...(edits.length > 0 && { edits }) }, incomplete };
}

/** A candidate is scanned by itself: the files are those of the image that was asked for. */
function withoutAdvice(config: Config): Config {
  const { image: _image, base: _base, ...rest } = config;
  return { ...rest, "base-candidates": [], "suggest-base": false, dockerfile: [], compose: [] };
}

async function listTags(current: string, { cache }: Config): Promise<string[]> {
  if (!cache.enabled) return [];
  const { parseReference } = await import("@plimsoll/registry");
  const repositoryOf = (reference: string) => {
    try {
      const { registry, repository } = parseReference(reference.replace(/^registry:/, ""));
      return `${registry}/${repository}`;
    } catch {
      return undefined;
    }
  };
  const repository = repositoryOf(current);
  if (repository === undefined) return [];
  const known = openKnownImages(join(cache.directory ?? defaultCacheDirectory(), "images"));
  const references = (await known.list()).map(({ reference }) => reference);
  return references
    .filter((reference) => repositoryOf(reference) === repository)
    .slice(0, mostSuggested);
}

/** A pinned base stays pinned. */
async function editDockerfiles(
  current: string,
  { reference, digest }: { reference: string; digest?: string | undefined },
  { dockerfiles }: CheckContext,
) {
  if (dockerfiles.length === 0) return [];
  const { changeBase, parseDockerfile } = await import("@plimsoll/audit");
  const isPinned = current.includes("@");
  const isNamed = !reference.includes("@") && digest !== undefined;
  const target = isPinned && isNamed ? `${reference}@${digest}` : reference;
  return dockerfiles.flatMap(({ path, text }) =>
    changeBase(parseDockerfile(text, path), current, target.replace(/^registry:/, "")),
  );
}
