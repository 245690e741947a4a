import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readYaml } from "../text/read-yaml.ts";

/** `PINCache/Core (3.0.3)`: what stands behind the slash is a part of the same pod. */
const pod = /^"?([^/\s("]{1,256})(?:\/[^\s(]*)? \(([^)\s]{1,128})\)"?$/;

/**
 * Reads `Podfile.lock`. Pods that lie in a folder are left out.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML, or is about anything else
 */
export function* parsePodfileLock(text: string, path: string): Generator<ListedEntry> {
  const [lock = {}] = readYaml(text, path);
  const pods = lock.PODS ?? [];
  if (!Array.isArray(pods) || !("PODS" in lock || "COCOAPODS" in lock)) {
    throw notALockfile(path, "The file is not a lockfile of CocoaPods");
  }
  const external = lock["EXTERNAL SOURCES"];
  const local = new Set(
    Object.entries(isJsonObject(external) ? external : {})
      .filter(([, source]) => isJsonObject(source) && ":path" in source)
      .map(([name]) => name.split("/", 1)[0]),
  );
  for (const entry of pods) {
    // A pod that depends on others is a mapping from itself to them.
    const [text] = isJsonObject(entry) ? Object.keys(entry) : [entry];
    const [, name, version] = typeof text === "string" ? (pod.exec(text) ?? []) : [];
    if (name !== undefined && !local.has(name)) yield { name, version };
  }
}
