/** Folders that distributions moved below `usr`, where a link of the old name leads. */
const moved = /^(?:s?bin|lib(?:32|64|x32)?)\//;

/**
 * The same for both names of a file: a package that was built before its distribution merged `/lib`
 * into `/usr/lib` lists `/lib/…`, and the file lies in `usr/lib/…`.
 */
export function mergedPath(path: string): string {
  return moved.test(path) ? `usr/${path}` : path;
}

/** The file itself, of a place inside of an archive: `app.war` of `app.war!/WEB-INF/lib/b.jar`. */
export function outerPath(path: string): string {
  const inner = path.indexOf("!/");
  return inner === -1 ? path : path.slice(0, inner);
}
