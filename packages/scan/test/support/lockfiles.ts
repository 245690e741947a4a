import type { Fault } from "../../src/formats/fault.ts";
import type { ListedPackages } from "../../src/formats/listed-packages.ts";
import { lockfileCatalogers } from "../../src/lockfiles/list.ts";
import { fileEntry } from "./image-facts.ts";

/** What one lockfile, read by the format that takes a file of this name, pins. */
export interface ReadLockfile {
  /** Package URLs in the order of the file. */
  readonly purls: string[];
  faults: Fault[];
  fact: unknown;
}

/** Reads a lockfile as a walk over a folder would; undefined when no format takes it. */
export function readLockfile(path: string, content: string | Buffer): ReadLockfile | undefined {
  const bytes = Buffer.from(content);
  const entry = fileEntry(path, { size: bytes.length });
  const cataloger = lockfileCatalogers.find(
    ({ inspector }) => inspector.wants(entry) !== undefined,
  );
  if (cataloger === undefined) return undefined;
  const fact = cataloger.inspector.inspect(entry, bytes);
  return {
    get purls() {
      return cataloger.drafts(fact).map((draft) => cataloger.purl(draft, undefined));
    },
    faults: [...(fact as ListedPackages).faults],
    fact,
  };
}

/** The package URLs that a lockfile of this name pins, without `pkg:`. */
export function pinned(path: string, content: string): string[] {
  const found = readLockfile(path, content);
  if (found === undefined) throw new Error(`no format takes ${path}`);
  return found.purls.map((purl) => purl.slice("pkg:".length));
}
