import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `    nokogiri (1.16.0-x86_64-linux)`: four blanks; what a gem depends on has six. */
const spec = /^ {4}(\S{1,256}) \(([^)\s-]{1,128})(?:-[^)]*)?\)$/;
const section = /^[A-Z][A-Z ]*$/;
/** Sections whose specs are gems; those of `PATH` lie beside the project. */
const sources = new Set(["GEM", "GIT", "PLUGIN SOURCE"]);

/**
 * Reads `Gemfile.lock` or `gems.locked`. A gem that is locked for several platforms is one.
 *
 * @throws PlimsollError `MALFORMED` when the text has no section
 */
export function* parseGemfileLock(text: string, path: string): Generator<ListedEntry> {
  let current: string | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.trimEnd();
    if (section.test(line)) current = line;
    const [, name, version] = spec.exec(line) ?? [];
    if (name !== undefined && sources.has(current ?? "")) yield { name, version };
  }
  if (current === undefined) throw notALockfile(path, "The file is not a lockfile of Bundler");
}
