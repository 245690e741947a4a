import { isJsonObject, type JsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `@scope/name@1.0.0`, and for npm the peers that it was resolved with: `_react@18.0.0`. */
const named = /^(@[^/]+\/[^@]+|[^@]+)@([^_]+)(?:_.*)?$/s;

/**
 * Reads `deno.lock`, versions 2 to 5: packages of npm and of JSR. Version 2 and 3 keep them under
 * `packages`; 2 keeps npm's one level deeper.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with a version
 */
export function* parseDenoLock(text: string, path: string): Generator<ListedEntry> {
  const lock = parseJsonObject(text, path);
  if (typeof lock.version !== "string") {
    throw notALockfile(path, "The file is not a lockfile of Deno");
  }
  const { npm, jsr } = isJsonObject(lock.packages) ? lock.packages : lock;
  const npmPackages = isJsonObject(npm) && isJsonObject(npm.packages) ? npm.packages : npm;
  yield* entriesOf(npmPackages, "npm");
  yield* entriesOf(jsr, "jsr");
}

function* entriesOf(packages: unknown, type: string): Generator<ListedEntry> {
  for (const key of Object.keys(isJsonObject(packages) ? (packages as JsonObject) : {})) {
    const [, name, version] = named.exec(key) ?? [];
    yield { name: name ?? key, version, type };
  }
}
