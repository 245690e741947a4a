import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readYaml } from "../text/read-yaml.ts";

/** `aeson-2.0.3.0@sha256:…` */
const pinned = /^([A-Za-z0-9][A-Za-z0-9-]{0,255})-(\d[\d.]{0,127})(?:@.*)?$/;

/**
 * Reads `stack.yaml.lock`: what a project adds to its snapshot; the snapshot itself is elsewhere.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML, or is about anything else
 */
export function* parseStackLock(text: string, path: string): Generator<ListedEntry> {
  const [lock = {}] = readYaml(text, path);
  if (!("packages" in lock) && !("snapshots" in lock)) {
    throw notALockfile(path, "The file is not a lockfile of Stack");
  }
  for (const entry of Array.isArray(lock.packages) ? lock.packages : []) {
    const completed = isJsonObject(entry) ? entry.completed : undefined;
    if (!isJsonObject(completed)) continue;
    const { hackage, name, version } = completed;
    const [, ownName, ownVersion] = typeof hackage === "string" ? (pinned.exec(hackage) ?? []) : [];
    yield { name: ownName ?? name, version: ownVersion ?? version };
  }
}
