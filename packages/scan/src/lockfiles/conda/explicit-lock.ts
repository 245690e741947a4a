import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `https://…/linux-64/zlib-1.2.13-h5eee18b_0.conda#md5` */
const address =
  /\/([^/\s#]{1,256})-([^-/\s#]{1,128})-[^-/\s#]{1,128}\.(?:conda|tar\.bz2)(?:#\S*)?$/;

/**
 * Reads an explicit list of conda: the address of each package.
 *
 * @throws PlimsollError `MALFORMED` when the text has no `@EXPLICIT`
 */
export function* parseExplicitLock(text: string, path: string): Generator<ListedEntry> {
  if (!/^@EXPLICIT\s*$/m.test(text)) throw notALockfile(path, "The file is not an explicit list");
  for (const line of text.split("\n")) {
    const [, name, version] = address.exec(line.slice(0, 2048).trim()) ?? [];
    if (name !== undefined) yield { name, version };
  }
}
