import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `"name": {:hex, :package, "1.0.0", …`; a git repository has no version. */
const mixEntry = /"[^"\n]{1,256}": *\{ *:hex, *:"?([^",\s]{1,256})"?, *"([^"\n]{1,256})"/g;
/** `{<<"name">>,{pkg,<<"package">>,<<"1.0.0">>…` */
const rebarEntry = /\{ *pkg, *<<"([^"\n]{1,256})">>, *<<"([^"\n]{1,256})">>/g;

/**
 * Reads `mix.lock`, a map of Elixir. No Elixir is run.
 *
 * @throws PlimsollError `MALFORMED` when the text is no map
 */
export function* parseMixLock(text: string, path: string): Generator<ListedEntry> {
  if (!/^\s*%\{/.test(text)) throw notALockfile(path, "The file is not a lockfile of Mix");
  for (const [, name, version] of text.matchAll(mixEntry)) yield { name, version };
}

/**
 * Reads `rebar.lock`, terms of Erlang. No Erlang is run.
 *
 * @throws PlimsollError `MALFORMED` when the text is neither list nor tuple
 */
export function* parseRebarLock(text: string, path: string): Generator<ListedEntry> {
  if (!/^\s*[{[]/.test(text)) throw notALockfile(path, "The file is not a lockfile of rebar3");
  for (const [, name, version] of text.matchAll(rebarEntry)) yield { name, version };
}
