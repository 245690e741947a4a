/** What a file name tells: `commons-io-2.8.0.jar`. */
export interface NameParts {
  artifact: string;
  /** Absent when no part of the name is clearly a version. */
  version?: string;
}

const longestName = 256;

/** Words that Maven calls classifiers: they stand behind the version. */
const classifier =
  /-(?:all|shaded|uber|fat|exec|boot|standalone|bundle|tests?|jar-with-dependencies|(?:linux|osx|macos|windows|win32|win64)(?:[-_](?:x86_64|x86_32|x86|amd64|aarch64|aarch_64|arm64|arm32|fedora|musl))*)$/;

/** One part of a version between dots, dashes and underscores. */
const versionPart =
  /^(?:\d\w*|[vrbm]\d+\w*|[0-9a-f]{7,40}|(?:alpha|beta|rc|cr|sp|sec|ga|final|release|snapshot|jre|jdk|java|jakarta|android|incubating|incubator|pre|preview|dev|build|redhat|hadoop|empty)\d*)$/i;

/** Splits the name of an archive into artifact and version; sources and documentation give nothing. */
export function splitFileName(fileName: string): NameParts | undefined {
  const dot = fileName.lastIndexOf(".");
  const stem = dot === -1 ? fileName : fileName.slice(0, dot);
  if (stem === "" || stem.length > longestName || /-(?:sources|javadoc)$/.test(stem)) {
    return undefined;
  }
  const bare = stem.replace(classifier, "");
  // `log4j-1.2-api-2.17.1`: the first dash before a digit need not begin the version. OSGi puts an
  // underscore before three numbers; Scala puts one before the two of its own version.
  for (const { index } of bare.matchAll(/-(?=\d)|_(?=\d+\.\d+\.\d)/g)) {
    const version = bare.slice(index + 1);
    if (index > 0 && version.split(/[._+-]/).every((part) => versionPart.test(part))) {
      return { artifact: bare.slice(0, index), version };
    }
  }
  return { artifact: stem };
}
