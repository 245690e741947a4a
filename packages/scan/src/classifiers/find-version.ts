import type { Classifier, VersionText } from "./classifier.ts";

const bytesBefore = 64;
const bytesBehind = 192;
/** Places at which a pattern is tried; a hostile file may hold the text a million times. */
const mostPlaces = 4096;

/** The version that a file tells of, by the first of the classifier's texts that is in it. */
export function findVersion(
  content: Buffer,
  path: string,
  { versions, requires, versionInName }: Classifier,
): string | undefined {
  if (requires !== undefined && !content.includes(requires, 0, "latin1")) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const beginning = versionInName?.exec(name)?.[1] ?? "";
  for (const text of versions) {
    const version = findText(content, text, beginning);
    if (version !== undefined) return version;
  }
  return undefined;
}

function findText(content: Buffer, { near, pattern }: VersionText, beginning: string) {
  if (near === "") return accept(pattern.exec(content.toString("latin1")), beginning);
  const text = near.replace("{version}", beginning);
  let at = content.indexOf(text, 0, "latin1");
  for (let places = 0; at !== -1 && places < mostPlaces; places += 1) {
    const window = content.toString("latin1", Math.max(0, at - bytesBefore), at + bytesBehind);
    const version = accept(pattern.exec(window), beginning);
    if (version !== undefined) return version;
    at = content.indexOf(text, at + 1, "latin1");
  }
  return undefined;
}

/** `3.11.2` begins with `3.11`; `3.110.2` does not. */
function accept(match: RegExpExecArray | null, beginning: string): string | undefined {
  const version = match?.[1];
  if (version === undefined || !version.startsWith(beginning)) return undefined;
  const isWhole = beginning === "" || !/^\d/.test(version.slice(beginning.length));
  return isWhole ? version : undefined;
}
