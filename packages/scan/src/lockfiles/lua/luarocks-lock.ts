import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `["lua-cjson"] = "2.1.0-1"` or `lpeg = "1.0.2-1"`. */
const entry = /(?:\["([^"\n]{1,256})"\]|\b([A-Za-z_]\w{0,255})) {0,8}= {0,8}"([^"\n]{1,128})"/g;

/**
 * Reads `luarocks.lock`, a table of Lua: what stands under `dependencies`. No Lua is run.
 *
 * @throws PlimsollError `MALFORMED` when the text returns no table
 */
export function* parseLuarocksLock(text: string, path: string): Generator<ListedEntry> {
  if (!/^\s*return\s*\{/.test(text)) throw notALockfile(path, "The file returns no table of Lua");
  const start = /(?:^|[\s{,])dependencies *= *\{/.exec(text);
  if (start === null) return;
  const from = start.index + start[0].length;
  const end = text.indexOf("}", from);
  for (const [, quoted, plain, version] of text
    .slice(from, end === -1 ? undefined : end)
    .matchAll(entry)) {
    yield { name: quoted ?? plain, version };
  }
}
