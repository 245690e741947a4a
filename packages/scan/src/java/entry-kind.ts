/** What an entry of an archive is good for. */
export type EntryKind = "archive" | "manifest" | "pom.properties" | "pom.xml";

/** Archives that Java, its servers and Android pack software into. */
const archiveExtensions = [".jar", ".war", ".ear", ".par", ".hpi", ".jpi", ".aar", ".kar"] as const;
const extensionLength = 4;
const dot = 46;

/** True for the path of an archive. Allocates nothing, and is asked of every file. */
export function isArchivePath(path: string): boolean {
  if (path.charCodeAt(path.length - extensionLength) !== dot) return false;
  for (const extension of archiveExtensions) if (path.endsWith(extension)) return true;
  return false;
}

/** True unless the last letters of a name (`zip` from `start` to `end`) show that it is of no use. */
export function mayBeUseful(zip: Buffer, start: number, end: number): boolean {
  if (end - start < 5) return false;
  const last = zip[end - 1];
  // .jar .war .ear .par .aar .kar, .hpi .jpi, pom.xml, MANIFEST.MF
  if (last === 0x72 || last === 0x69 || last === 0x6c) return true;
  if (last === 0x46 || last === 0x66) return true;
  // pom.properties, but not Some.class
  return last === 0x73 && zip[end - 2] === 0x65;
}

/** What an entry of this name is; undefined for classes, resources and all the rest. */
export function entryKind(name: string): EntryKind | undefined {
  if (isArchivePath(name)) return "archive";
  if (name === "pom.properties" || name.endsWith("/pom.properties")) return "pom.properties";
  if (name.endsWith("/pom.xml")) return "pom.xml";
  // The archive's own manifest only; java.util.jar.JarFile ignores its case too.
  return name.toUpperCase() === "META-INF/MANIFEST.MF" ? "manifest" : undefined;
}
