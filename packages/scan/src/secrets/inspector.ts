import { createHash } from "node:crypto";
import type { FileEntry, Inspector } from "@plimsoll/image";
import { detectors } from "./detectors/list.ts";
import { isPassedOver, isPublic } from "./files/passed-over.ts";
import { isSensitive } from "./files/sensitive.ts";
import { type FindOptions, factsOf, type SecretFacts } from "./find-secrets.ts";
import { textBytes } from "./text.ts";

/** Bytes of one file that are searched. */
export const mostTextBytes = 10_000_000;
/** Programs from this size on are no scripts; those of a distribution from a smaller one on. */
const programBytes = 1 << 20;
const systemProgramBytes = 1 << 14;
const systemFolder = /^(?:usr\/)?(?:s?bin|lib(?:32|64|exec)?|games)\//;
const executableBits = 0o111;

/** Raised whenever the facts for the same file change for another reason than a detector. */
const codeVersion = 1;

/** How secrets are looked for, besides with our own detectors. */
export type SecretSearch = Omit<FindOptions, "path">;

/** Secrets in the text files of all layers. Values never become facts. */
export const secretInspector: Inspector<SecretFacts> = create("secrets", {});

/**
 * As `secretInspector`, with rules and allowed values of one's own. Worker threads cannot load it:
 * walk without `worker`.
 *
 * @param key whatever `search` was made from: facts are cached under it
 */
export function createSecretInspector(search: SecretSearch, key: unknown): Inspector<SecretFacts> {
  const digest = createHash("sha256").update(JSON.stringify(key)).digest("hex");
  return create(`secrets-${digest.slice(0, 16)}`, search);
}

function create(id: string, search: SecretSearch): Inspector<SecretFacts> {
  return {
    id,
    version: detectorsVersion(),

    wants(entry) {
      if (entry.type !== "file" || entry.size < 8) return undefined;
      if (isPublic(entry.path)) return undefined;
      if (isSensitive(entry.path)) return bytesOf(entry);
      // The file that a hard link leads to was passed over by its own name: to go back for it would
      // be to inflate the layer twice.
      if (entry.linkTarget !== undefined) return undefined;
      return isProgram(entry) || isPassedOver(entry.path) ? undefined : bytesOf(entry);
    },

    inspect({ path, size }, content) {
      const facts = factsOf(content, { ...search, path });
      if (content.length < size && textBytes(content) !== undefined) {
        const unread = `only its first ${content.length} of ${size} bytes were searched for secrets`;
        return { ...facts, unread };
      }
      return facts.secrets.length > 0 || facts.unread !== undefined ? facts : undefined;
    },
  };
}

function bytesOf({ size }: FileEntry): number {
  return size > mostTextBytes ? mostTextBytes : Number.POSITIVE_INFINITY;
}

function isProgram({ path, mode, size }: FileEntry): boolean {
  if (size < systemProgramBytes || (mode & executableBits) === 0) return false;
  if (size >= programBytes) return true;
  return systemFolder.test(path) && path.indexOf(".", path.lastIndexOf("/")) === -1;
}

/** A new or changed detector makes new facts: the version is a digest of the list. */
function detectorsVersion(): number {
  const text = JSON.stringify(detectors, (_, value) =>
    value instanceof RegExp || typeof value === "function" ? String(value) : value,
  );
  const digest = createHash("sha256").update(text).digest();
  return codeVersion * 2 ** 32 + digest.readUInt32BE(0);
}
