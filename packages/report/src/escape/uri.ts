/**
 * A path as a relative URI reference (RFC 3986): every segment percent-encoded, without a leading
 * slash or `./`, so that no path can look like a scheme or a host.
 */
export function pathToUri(path: string): string {
  return path
    .replaceAll("\\", "/")
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .map((segment) => encodeSegment(segment))
    .join("/");
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
