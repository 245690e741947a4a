import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import { type LockedEntry, notALockfile } from "../locked-package.ts";

/**
 * Reads `Package.resolved` of the Swift Package Manager, versions 1 to 3. A package is named after
 * its repository (`github.com/apple/swift-nio`); one that is pinned to a branch has no version.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `pins`
 */
export function* parsePackageResolved(text: string, path: string): Generator<LockedEntry> {
  const { object, pins: newer, version: format } = parseJsonObject(text, path);
  const pins = isJsonObject(object) ? object.pins : newer;
  if (!Array.isArray(pins)) {
    // Swift leaves `{}` where nothing is pinned.
    if (format === undefined && object === undefined && newer === undefined) return;
    throw notALockfile(path, "The file is not a lockfile of the Swift Package Manager");
  }
  for (const pin of pins.filter(isJsonObject)) {
    if (pin.kind === "localSourceControl" || pin.kind === "fileSystem") continue;
    const version = isJsonObject(pin.state) ? pin.state.version : undefined;
    if (version === undefined || version === null) continue;
    yield { name: repositoryName(pin.location ?? pin.repositoryURL), version };
  }
}

/** `github.com/apple/swift-nio` of `https://github.com/apple/swift-nio.git` and `git@github.com:apple/swift-nio`. */
export function repositoryName(address: unknown): string | undefined {
  if (typeof address !== "string") return undefined;
  return address
    .trim()
    .replace(/^[a-z+]+:\/\//, "")
    .replace(/^[^/@]+@/, "")
    .replace(/^([^/:]+):(?:\d+\/)?\/*/, "$1/")
    .replace(/\/$/, "")
    .replace(/\.git$/, "");
}
