import { setTimeout as wait } from "node:timers/promises";
import { type Incomplete, PlimsollError, toPlimsollError } from "@plimsoll/core";
import { describeUrl, type Watch } from "../feeds/transfer.ts";
import { fetchBytes } from "../pull/fetch-bytes.ts";
import { formatCoordinates, jarPath, type MavenCoordinates, parseSha1 } from "./coordinates.ts";
import { FoundDigests, type GatheredDigests } from "./found-digests.ts";
import { KeptDigests } from "./kept-digests.ts";
import type { NamedVersions } from "./named-versions.ts";

export interface AskOptions extends Watch {
  cache?: string | undefined;
  /** Files that are asked for in one build; default 5000. */
  mostRequests?: number;
  /** Milliseconds between two requests; default 50. */
  pauseMs?: number;
  /** Default: the present time. */
  now?: Date;
}

const sideBySide = 4;
const timeoutMs = 15_000;
const mostBytes = 1_000;
/** Faults after which a repository is left alone. */
const mostFaults = 5;

/**
 * Asks a repository for the `.jar.sha1` of every version that advisories name, as far as it has not
 * said before, at most twenty a second: a daily build asks for what is new, and the first ones for a
 * part each. Nothing is lost when it stops answering.
 *
 * @throws PlimsollError `ABORTED`, `INVALID_ARGUMENT` or `WRITE_FAILED`
 */
export async function askRepository(
  url: string,
  named: NamedVersions,
  options: AskOptions,
): Promise<GatheredDigests> {
  const { cache, signal, progress, mostRequests = 5_000, pauseMs = 50, now = new Date() } = options;
  const subject = describeUrl(url);
  const base = url.replace(/\/*$/, "/");
  const found = new FoundDigests();
  const kept = new KeptDigests(cache, base, now);
  await kept.read(named, found);
  const waiting: MavenCoordinates[] = [];
  let left = 0;
  for (const coordinates of named.coordinates()) {
    if (found.has(coordinates) || kept.absent.has(formatCoordinates(coordinates))) continue;
    if (waiting.length < mostRequests) waiting.push(coordinates);
    else left += 1;
  }
  const total = waiting.length;
  const faults: PlimsollError[] = [];
  let asked = 0;
  let next = performance.now();
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const pause = next - performance.now();
      next = Math.max(next, performance.now()) + pauseMs;
      if (pause > 0) await wait(pause, undefined, { ...(signal && { signal }) }).catch(() => {});
      if (signal?.aborted) return;
      asked += 1;
      progress?.({ phase: "ask", message: subject, done: asked, total, unit: "items" });
      const fault = await ask(base, one, found, kept, signal);
      if (!fault) continue;
      left += 1;
      faults.push(fault);
      if (fault.code !== "RATE_LIMITED" && faults.length < mostFaults) continue;
      left += waiting.length;
      waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  await kept.write(found);
  if (signal?.aborted) {
    throw new PlimsollError("ABORTED", "Asking for digests was cancelled", { subject });
  }
  const incomplete: Incomplete[] = faults.slice(0, 1).map(({ code, message }) => ({
    code,
    what: `digests of ${subject}`,
    why: `${message}: ${left} versions were not asked for.`,
  }));
  return { digests: found.bySha1, asked, left, incomplete };
}

/** @returns why it was not answered */
async function ask(
  base: string,
  coordinates: MavenCoordinates,
  found: FoundDigests,
  kept: KeptDigests,
  signal: AbortSignal | undefined,
): Promise<PlimsollError | undefined> {
  const path = jarPath(coordinates).split("/").map(encodeURIComponent).join("/");
  try {
    const { bytes } = await fetchBytes(`${base}${path}.sha1`, {
      maxBytes: mostBytes,
      timeoutMs,
      signal,
    });
    const sha1 = parseSha1(bytes.toString("latin1"));
    if (sha1 !== undefined) {
      found.add(sha1, coordinates);
      return undefined;
    }
  } catch (error) {
    const fault = toPlimsollError(error, "UNREACHABLE", "The repository did not answer");
    if (fault.code !== "NOT_FOUND") return fault;
  }
  // Also for a page in its place: a version may have no jar at all.
  kept.note(formatCoordinates(coordinates));
  return undefined;
}
