import type { ListedEntry } from "../../formats/listed-packages.ts";
import { childrenOf, readXml } from "../../formats/xml.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `gradle/verification-metadata.xml`: every artifact of which Gradle verifies the checksum or
 * signature. Format: docs.gradle.org/current/userguide/dependency_verification.html
 *
 * @throws PlimsollError `MALFORMED` when it is not such XML
 */
export function* parseGradleVerification(text: string, path: string): Generator<ListedEntry> {
  const root = readXml(text);
  if (root?.name !== "verification-metadata") {
    throw notALockfile(path, "The file is not the dependency verification of Gradle");
  }
  for (const { attributes } of childrenOf(root, "components", "component")) {
    const { group, name, version } = attributes;
    yield { name: group && name && `${group}:${name}`, version };
  }
}
