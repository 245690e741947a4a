/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By lower-case name; the first of a repeated name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const blank = /[ \t]*/y;
const divider = /[ \t,]*/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const padding = /=*(?=[ \t]*(?:,|$))/y;
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y;

// Real headers have a few hundred characters.
const maxLength = 4096;

/**
 * Parses a `WWW-Authenticate` header (RFC 9110, 11.6.1), several challenges included. Parts that
 * do not follow the grammar are passed over; it never throws.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  const text = header.slice(0, maxLength);
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  while (at < text.length) {
    take(divider);
    const name = take(token);
    if (name === undefined) {
      // Not a token: pass over one character, or over the whole of a stray quoted string.
      if (take(quoted) === undefined) at += 1;
      continue;
    }
    const afterName = at;
    take(blank);
    if (text[at] !== "=") {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      if (at > afterName) take(token68);
      continue;
    }
    if (take(padding) !== undefined) continue;
    at += 1;
    take(blank);
    const value = take(quoted)?.replace(/\\(.)/g, "$1") ?? take(token);
    const parameters = challenges.at(-1)?.parameters;
    const key = name.toLowerCase();
    if (value !== undefined && parameters && !parameters.has(key)) parameters.set(key, value);
  }
  return challenges;
}
