import { expandVariables } from "../text/variables.ts";
import { splitWords } from "./words.ts";

/** The opening of a here-document, found in the text of an instruction. */
export interface HeredocMarker {
  readonly name: string;
  readonly isExpanded: boolean;
  readonly stripsTabs: boolean;
}

const instructionsWithHeredocs = /^\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i;

/**
 * The here-documents that an instruction opens. As in BuildKit, `<<NAME` must be a word of its own
 * (behind an optional file descriptor), and the exec form opens none.
 */
export function findHeredocs(text: string, escapeCharacter: string): HeredocMarker[] {
  const keyword = instructionsWithHeredocs.exec(text);
  if (keyword === null || !text.includes("<<")) return [];
  if (text.slice(keyword[0].length).trimStart().startsWith("[")) return [];
  const markers: HeredocMarker[] = [];
  for (const word of splitWords(text, keyword[0].length, escapeCharacter)) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(word.text);
    if (match === null) continue;
    const written = match[2]!;
    // Without variables: `<<$X` closes at a line that says `$X`.
    const name = expandVariables(written.replaceAll("$", "\u0000"), {
      lookup: () => undefined,
      escapeCharacter,
      style: "quotes",
    }).value?.replaceAll("\u0000", "$");
    if (name === undefined || name === "") continue;
    markers.push({ name, isExpanded: name === written, stripsTabs: match[1] === "-" });
  }
  return markers;
}
