import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { collectText, limitBytes, openBytes } from "../feeds/bytes.ts";
import type { FeedLimits } from "../feeds/limits.ts";
import type { Watch } from "../feeds/transfer.ts";
import { jarPath, type MavenCoordinates, parseCoordinates, parseSha1 } from "./coordinates.ts";
import type { FoundDigests } from "./found-digests.ts";
import type { NamedVersions } from "./named-versions.ts";

const mostDigestBytes = 1_000;
const mostJarBytes = 512 * 1024 ** 2;

/**
 * Every version of the named artifacts that a folder in Maven's layout has: a mirror of a repository,
 * or `~/.m2/repository`. Where no `.jar.sha1` lies beside a file, the file is hashed.
 */
export async function readRepository(
  root: string,
  named: NamedVersions,
  found: FoundDigests,
  limits: FeedLimits,
  { signal, progress }: Watch,
): Promise<void> {
  let files = 0;
  for (const name of named.artifacts()) {
    const [group = "", artifact = ""] = name.split(":");
    for (const version of await versionsIn(join(root, ...group.split("."), artifact))) {
      signal?.throwIfAborted();
      const coordinates = parseCoordinates(`${name}:${version}`);
      if (!coordinates) continue;
      files += 1;
      if (files > limits.files) return;
      const sha1 = await digestOf(root, coordinates, signal);
      if (sha1 !== undefined) found.add(sha1, coordinates);
    }
    progress?.({ phase: "read", message: name, done: files, unit: "items" });
  }
}

async function versionsIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    // Most artifacts of most repositories are not there.
    return [];
  }
}

async function digestOf(
  root: string,
  coordinates: MavenCoordinates,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const jar = join(root, jarPath(coordinates));
  const listed = await readDigest(`${jar}.sha1`, signal);
  if (listed !== undefined) return listed;
  try {
    const { size } = await stat(jar);
    if (size > mostJarBytes) return undefined;
    const hash = createHash("sha1");
    await pipeline(createReadStream(jar, { ...(signal && { signal }) }), hash);
    return hash.digest("hex");
  } catch {
    return undefined;
  }
}

async function readDigest(path: string, signal: AbortSignal | undefined) {
  try {
    return parseSha1(await collectText(limitBytes(openBytes(path, signal), mostDigestBytes, path)));
  } catch {
    return undefined;
  }
}
