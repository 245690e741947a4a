import { type MavenCoordinates, toCoordinates } from "./coordinates.ts";

/** Elements whose text counts, by their path below the root. */
const wanted: ReadonlySet<string> = new Set([
  "project/groupId",
  "project/artifactId",
  "project/version",
  "project/parent/groupId",
  "project/parent/version",
]);
const deepest = 64;

/**
 * Coordinates of a `pom.xml` that states them in plain words, or takes group and version from its
 * parent. Undefined when they are properties (`${revision}`), or for anything that is not such a
 * file; entities and document types are not read.
 */
export function parsePomXml(text: string): MavenCoordinates | undefined {
  const values = new Map<string, string>();
  const path: string[] = [];
  let textStart = 0;
  let at = text.indexOf("<");
  while (at !== -1) {
    const close = skipMarkup(text, at);
    if (close === undefined) return undefined;
    if (close.isTag) {
      const tag = text.slice(at + 1, close.end);
      if (tag.startsWith("/")) {
        const place = path.length <= 3 ? path.join("/") : "";
        // A longer text is none of the five.
        if (wanted.has(place) && !values.has(place) && at - textStart < 1024) {
          values.set(place, text.slice(textStart, at).trim());
        }
        path.pop();
        if (path.length === 0) break;
      } else if (!tag.endsWith("/")) {
        path.push(/^[\w.-]{0,64}/.exec(tag)?.[0] ?? "");
        if (path.length > deepest) return undefined;
      }
      textStart = close.end + 1;
    }
    at = text.indexOf("<", close.end);
  }
  return toCoordinates(
    values.get("project/groupId") ?? values.get("project/parent/groupId"),
    values.get("project/artifactId"),
    values.get("project/version") ?? values.get("project/parent/version"),
  );
}

/** The end of the markup that begins at `at`; undefined for what a simple file does not hold. */
function skipMarkup(text: string, at: number): { end: number; isTag: boolean } | undefined {
  const comment = text.startsWith("<!--", at);
  const instruction = text.startsWith("<?", at);
  if (!comment && !instruction && text.startsWith("<!", at)) return undefined;
  const end = text.indexOf(comment ? "-->" : instruction ? "?>" : ">", at);
  return end === -1 ? undefined : { end, isTag: !comment && !instruction };
}
