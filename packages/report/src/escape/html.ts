import { plainLine, plainText } from "./plain.ts";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * One line for an HTML text or a quoted attribute.
 *
 * @param limit longest result in code points before escaping
 */
export function escapeHtml(text: string, limit = 2_000): string {
  return encodeHtml(plainLine(text, limit));
}

/** Several lines for an HTML text; line breaks are kept for `white-space: pre-wrap`. */
export function escapeHtmlText(text: string, limit = 20_000): string {
  return encodeHtml(plainText(text, limit));
}

/** The URL when it is an absolute one of the web, else `undefined`: nothing else becomes a link. */
export function webUrl(text: string): string | undefined {
  if (text.length > 2_000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  // A user name in a URL only serves to make one host look like another.
  return isWeb && url.username === "" && url.password === "" ? url.href : undefined;
}

/** Encodes a text that is plain already. */
export function encodeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
