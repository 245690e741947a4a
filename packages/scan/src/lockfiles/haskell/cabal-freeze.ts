import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `any.aeson ==2.0.3.0`; `any.base installed` and `tls +compat` tell no version. */
const constraint = /^(?:any\.)?([A-Za-z0-9][A-Za-z0-9-]{0,255}) *==([0-9.]{1,128})$/;

/**
 * Reads `cabal.project.freeze`: the constraints that name one version.
 *
 * @throws PlimsollError `MALFORMED` when the text has no `constraints`
 */
export function* parseCabalFreeze(text: string, path: string): Generator<ListedEntry> {
  const start = /^ *constraints:/m.exec(text);
  if (start === null) throw notALockfile(path, "The file has no constraints of Cabal");
  for (const part of text.slice(start.index + start[0].length).split(/[,\n]/)) {
    const [, name, version] = constraint.exec(part.trim()) ?? [];
    if (name !== undefined) yield { name, version };
  }
}
