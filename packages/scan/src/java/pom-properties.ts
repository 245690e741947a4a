import { forEachLine } from "../formats/lines.ts";
import { type MavenCoordinates, toCoordinates } from "./coordinates.ts";

const keys: ReadonlySet<string> = new Set(["groupId", "artifactId", "version"]);
const longestLine = 1024;

/**
 * Reads the `pom.properties` that Maven puts into every archive it builds (java.util.Properties, of
 * which Maven uses one line for each value). `path` is
 * `META-INF/maven/<groupId>/<artifactId>/pom.properties` and tells what the file leaves out.
 * Undefined when there is no usable version.
 */
export function parsePomProperties(text: string, path: string): MavenCoordinates | undefined {
  const values = new Map<string, string>();
  forEachLine(text, (start, end) => {
    if (end - start > longestLine) return true;
    const match = /^\s*([A-Za-z]+)\s*[=:]\s*(.*)$/.exec(text.slice(start, end));
    const key = match?.[1] ?? "";
    if (keys.has(key)) values.set(key, (match?.[2] ?? "").replace(/\\(.)/g, "$1").trim());
    return true;
  });
  const place = mavenPlace(path);
  return toCoordinates(
    values.get("groupId") || place?.group,
    values.get("artifactId") || place?.artifact,
    values.get("version"),
  );
}

/** Group and artifact as the folders of `META-INF/maven/<groupId>/<artifactId>/<file>` name them. */
export function mavenPlace(path: string): { group: string; artifact: string } | undefined {
  const [meta, maven, group, artifact] = path.split("/").slice(-5);
  if (meta !== "META-INF" || maven !== "maven" || !group || !artifact) return undefined;
  return { group, artifact };
}
