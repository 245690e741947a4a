import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

const locked = /^([^\s:=]+):([^\s:=]+):([^\s:=]+)=([\w.,-]*)$/;
const test = /test/i;

/**
 * Reads `gradle.lockfile`: `group:artifact:version=configurations`. What only configurations of tests
 * want is for development. Format: docs.gradle.org/current/userguide/dependency_locking.html
 *
 * @throws PlimsollError `MALFORMED` when no line is of that form, an `empty=` or a comment
 */
export function* parseGradleLockfile(text: string, path: string): Generator<ListedEntry> {
  const lines = text.split("\n").map((line) => line.trim());
  let isLockfile = false;
  for (const line of lines) {
    isLockfile ||= line === "" || line.startsWith("#") || line.startsWith("empty=");
    const [, group, artifact, version, configurations = ""] = locked.exec(line) ?? [];
    if (group === undefined) continue;
    isLockfile = true;
    const wanted = configurations.split(",");
    if (wanted.every((configuration) => test.test(configuration))) continue;
    yield { name: `${group}:${artifact}`, version };
  }
  if (!isLockfile) throw notALockfile(path, "The file is not a lockfile of Gradle");
}
