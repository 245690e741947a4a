import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";

const versions = ["version", "version-semver", "version-date", "version-string"];

/**
 * Reads the packages of `vcpkg.json` whose version it tells: `overrides`, and else what a dependency
 * demands at least (`version>=`), which is what vcpkg takes unless its baseline is newer.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object
 */
export function* parseVcpkgManifest(text: string, path: string): Generator<ListedEntry> {
  const { overrides, dependencies } = parseJsonObject(text, path);
  const overridden = new Set<unknown>();
  for (const entry of listOf(overrides)) {
    const version = versions.map((key) => entry[key]).find((value) => value !== undefined);
    overridden.add(entry.name);
    yield { name: entry.name, version: withoutPort(version) };
  }
  for (const { name, "version>=": version, host } of listOf(dependencies)) {
    if (version === undefined || host === true || overridden.has(name)) continue;
    yield { name, version: withoutPort(version) };
  }
}

function listOf(value: unknown) {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** `1.2.13` of `1.2.13#1`: how often the recipe changed is no part of the version. */
function withoutPort(version: unknown): unknown {
  return typeof version === "string" ? version.replace(/#\d+$/, "") : version;
}
