import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `"yojson" {= "2.1.0"}`, with what else holds for it. */
const dependency = /"([^"\s]{1,256})"\s{0,32}\{([^{}]{1,512})\}/g;
const exact = /(?<![<>!])=\s{0,8}"([^"\s]{1,128})"/;
const development = /\bwith-(?:test|doc|dev-setup)\b|\bdev\b/;

/**
 * Reads the lockfile that `opam lock` writes: the versions under `depends`.
 * Format: opam.ocaml.org/doc/Manual.html
 *
 * @throws PlimsollError `MALFORMED` when the text is no opam file
 */
export function* parseOpamLocked(text: string, path: string): Generator<ListedEntry> {
  if (!/^opam-version:/m.test(text)) throw notALockfile(path, "The file is not an opam file");
  const start = /^depends: *\[/m.exec(text);
  if (start === null) return;
  const end = text.indexOf("\n]", start.index);
  for (const [, name, filter = ""] of text
    .slice(start.index, end === -1 ? undefined : end)
    .matchAll(dependency)) {
    const version = exact.exec(filter)?.[1];
    if (version !== undefined && !development.test(filter)) yield { name, version };
  }
}
