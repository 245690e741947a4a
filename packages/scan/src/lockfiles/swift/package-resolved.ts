import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { repositoryName } from "../../formats/repository-name.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `Package.resolved` of the Swift Package Manager, versions 1 to 3. A package is named after
 * its repository (`github.com/apple/swift-nio`); one that is pinned to a branch has no version.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `pins`
 */
export function* parsePackageResolved(text: string, path: string): Generator<ListedEntry> {
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
