// Its own module, loaded on demand: the YAML parser costs a start without a file nothing. The import
// in it is a static one, since a bundler hands out a CommonJS module's names only to those.
import { parse } from "yaml";

/** Reads one YAML document; aliases may unfold a hundred times. */
export function parseYaml(text: string): unknown {
  return parse(text, { maxAliasCount: 100 });
}
