// Control characters, and the format characters that reorder or hide text on a terminal.
const unprintable = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One printable line of at most `maxLength` characters, made of text that a server sent. */
export function toPlainText(text: string, maxLength = 300): string {
  const line = text
    .slice(0, maxLength * 4)
    .replace(unprintable, " ")
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

/** A URL without credentials, query and fragment: those may hold secrets. */
export function toPublicUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
