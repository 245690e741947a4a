import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { stripJsonComments } from "../text/strip-json-comments.ts";

/** What stands for a version where a package comes from no registry. */
const elsewhere = /^(?:workspace|link|file|root|git|github|https?)\b|^$/;

/**
 * Reads `bun.lock`, the text that Bun writes since 1.2: JSON with trailing commas, in which each
 * package is a list that begins with `name@version`.
 *
 * @throws PlimsollError `MALFORMED` when it is not that
 */
export function* parseBunLock(text: string, path: string): Generator<ListedEntry> {
  const { packages, lockfileVersion } = parseJsonObject(stripJsonComments(text), path);
  if (typeof lockfileVersion !== "number") {
    throw notALockfile(path, "The file is not a lockfile of Bun");
  }
  if (!isJsonObject(packages)) return;
  for (const [key, entry] of Object.entries(packages)) {
    const [resolved] = Array.isArray(entry) ? entry : [];
    const at = typeof resolved === "string" ? resolved.indexOf("@", 1) : -1;
    if (at === -1) yield { name: key, version: undefined };
    else if (!elsewhere.test(resolved.slice(at + 1))) {
      yield { name: resolved.slice(0, at), version: resolved.slice(at + 1) };
    }
  }
}
