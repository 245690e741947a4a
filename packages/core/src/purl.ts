/** The parts of a package URL that two of them are compared by. */
export interface PurlParts {
  /** `pkg:type/namespace/name`, decoded, type in lower case. */
  path: string;
  version: string | undefined;
  qualifiers: ReadonlyMap<string, string>;
}

/**
 * Takes a package URL apart far enough to compare two of them
 * (https://github.com/package-url/purl-spec). A text that is none gives `undefined`.
 */
export function splitPurl(text: string): PurlParts | undefined {
  if (!text.toLowerCase().startsWith("pkg:")) return undefined;
  const withoutSubpath = before(text.slice(4), "#");
  const query = withoutSubpath.indexOf("?");
  const body = query < 0 ? withoutSubpath : withoutSubpath.slice(0, query);
  // An `@` before the last slash belongs to a namespace that somebody left unencoded: `@scope/name`.
  const at = body.lastIndexOf("@");
  const hasVersion = at > body.lastIndexOf("/") && at > 0;
  const [type, ...rest] = (hasVersion ? body.slice(0, at) : body).replace(/^\/+/, "").split("/");
  return {
    path: [type!.toLowerCase(), ...rest.map(decode)].join("/"),
    version: hasVersion ? decode(body.slice(at + 1)) : undefined,
    qualifiers: query < 0 ? new Map() : splitQualifiers(withoutSubpath.slice(query + 1)),
  };
}

function splitQualifiers(query: string): Map<string, string> {
  const qualifiers = new Map<string, string>();
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals > 0) {
      qualifiers.set(pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1)));
    }
  }
  return qualifiers;
}

function before(text: string, mark: string): string {
  const index = text.indexOf(mark);
  return index < 0 ? text : text.slice(0, index);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
