import { compareText } from "../versions/ordering.ts";
import type { MavenCoordinates } from "./coordinates.ts";

/** What Maven repositories call a file, by the SHA-1 of its bytes. */
export interface MavenDigests {
  find(sha1: string): MavenCoordinates | undefined;
  readonly size: number;
}

/** `group:artifact`, its versions, and the first eight bytes of each one's SHA-1 in base64, one after another. */
type PackedArtifact = readonly [string, readonly string[], string];

interface PackedDigests {
  readonly format: 1;
  readonly artifacts: readonly PackedArtifact[];
}

/** Of so many bytes two of a million files share one in ten million builds. */
const prefixBytes = 8;

/** The file's text: the same digests give the same text, in whatever order they come. */
export function packDigests(digests: ReadonlyMap<string, MavenCoordinates>): string {
  const rows = [...digests].map(([sha1, { group, artifact, version }]) => ({
    name: `${group}:${artifact}`,
    version,
    prefix: Buffer.from(sha1, "hex").subarray(0, prefixBytes),
  }));
  const byName = Map.groupBy(rows, ({ name }) => name);
  const artifacts = [...byName.keys()].sort(compareText).map((name): PackedArtifact => {
    const own = byName
      .get(name)!
      .sort((a, b) => compareText(a.version, b.version) || a.prefix.compare(b.prefix));
    const prefixes = Buffer.concat(own.map(({ prefix }) => prefix)).toString("base64");
    return [name, own.map(({ version }) => version), prefixes];
  });
  return JSON.stringify({ format: 1, artifacts } satisfies PackedDigests);
}

/** Reads the file's text; `undefined` when it does not follow its format. */
export function unpackDigests(text: string): MavenDigests | undefined {
  let packed: Partial<Record<keyof PackedDigests, unknown>> | null;
  try {
    packed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { format, artifacts } = packed ?? {};
  if (format !== 1 || !Array.isArray(artifacts)) return undefined;
  const byPrefix = new Map<string, MavenCoordinates>();
  for (const row of artifacts as unknown[]) {
    if (!Array.isArray(row)) return undefined;
    const [name, versions, prefixes] = row as unknown[];
    if (typeof name !== "string" || typeof prefixes !== "string" || !Array.isArray(versions)) {
      return undefined;
    }
    const [group, artifact] = name.split(":");
    if (group === undefined || artifact === undefined) return undefined;
    const bytes = Buffer.from(prefixes, "base64");
    if (bytes.length !== versions.length * prefixBytes) return undefined;
    for (const [at, version] of versions.entries()) {
      const prefix = bytes.subarray(at * prefixBytes, (at + 1) * prefixBytes).toString("hex");
      if (typeof version !== "string") return undefined;
      byPrefix.set(prefix, { group, artifact, version });
    }
  }
  return {
    find: (sha1) => byPrefix.get(sha1.toLowerCase().slice(0, 2 * prefixBytes)),
    size: byPrefix.size,
  };
}
