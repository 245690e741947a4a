import { stat } from "node:fs/promises";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { limitBytes, openBytes } from "../feeds/bytes.ts";
import type { FeedLimits } from "../feeds/limits.ts";
import { splitLines } from "../feeds/lines.ts";
import type { Watch } from "../feeds/transfer.ts";
import { parseCoordinates, parseSha1 } from "./coordinates.ts";
import { FoundDigests, type GatheredDigests } from "./found-digests.ts";
import type { NamedVersions } from "./named-versions.ts";
import { askRepository } from "./remote-repository.ts";
import { readRepository } from "./repository.ts";

const longestLine = 2_000;

/**
 * Learns the SHA-1 of the files of artifacts that advisories are about: from a folder in Maven's
 * layout, from a repository at a URL, or from a list of lines `SHA-1 group:artifact:version`.
 *
 * @param cache folder that keeps what a repository said
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `MALFORMED` or `ABORTED`; that a
 * repository does not answer is `incomplete`
 */
export async function gatherDigests(
  from: string,
  named: NamedVersions,
  limits: FeedLimits,
  { cache, ...watch }: Watch & { cache?: string | undefined },
): Promise<GatheredDigests> {
  if (/^https?:\/\//.test(from)) return askRepository(from, named, { cache, ...watch });
  const found = new FoundDigests();
  try {
    if ((await stat(from)).isDirectory()) await readRepository(from, named, found, limits, watch);
    else await readList(from, named, found, limits, watch);
  } catch (error) {
    if (watch.signal?.aborted) {
      throw new PlimsollError("ABORTED", "Reading the digests was cancelled", { subject: from });
    }
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "The digests could not be read", {
      subject: from,
      action: "Give a folder in Maven's layout, the URL of a repository, or a list of digests.",
    });
  }
  return { digests: found.bySha1, asked: 0, left: 0, incomplete: [] };
}

async function readList(
  path: string,
  named: NamedVersions,
  found: FoundDigests,
  limits: FeedLimits,
  { signal }: Watch,
): Promise<void> {
  let broken = 0;
  const bytes = limitBytes(openBytes(path, signal), limits.inflatedBytes, path);
  for await (const line of splitLines(bytes, longestLine)) {
    const text = line?.trim() ?? "";
    if (text === "" || text.startsWith("#")) continue;
    const sha1 = parseSha1(text);
    const coordinates = parseCoordinates(text.split(/\s+/)[1] ?? "");
    if (sha1 === undefined || !coordinates) broken += 1;
    else if (named.has(coordinates)) found.add(sha1, coordinates);
  }
  if (broken > 0 && found.bySha1.size === 0) {
    throw new PlimsollError("MALFORMED", `None of its lines is "SHA-1 group:artifact:version"`, {
      subject: path,
      action: "Give a folder in Maven's layout, the URL of a repository, or a list of digests.",
    });
  }
}
