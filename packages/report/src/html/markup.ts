import { splitCode } from "../escape/code.ts";
import { encodeHtml, escapeHtml, escapeHtmlText, webUrl } from "../escape/html.ts";

/** HTML that is known to be well formed: only `html` and the functions here make it. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | undefined | false;

/**
 * A template of HTML that escapes every text put into it. `undefined` and `false` leave nothing.
 *
 * @example
 * html`<td title="${path}">${name}</td>`
 */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const texts = values.map((value, i) => render(value) + parts[i + 1]!);
  return { markup: parts[0]! + texts.join("") };
}

function render(value: Value): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

/** Text whose line breaks are to be seen, for an element with `white-space: pre-wrap`. */
export function multiline(text: string): Markup {
  return { markup: escapeHtmlText(text, 8_000) };
}

/** A link to a page of the web; any other address is shown as text. */
export function link(url: string): Markup {
  const href = webUrl(url);
  if (href === undefined) return html`${url}`;
  return html`<a href="${href}" rel="noopener noreferrer nofollow">${href}</a>`;
}

/** A style sheet or script of our own, as it is. */
export function trusted(text: string): Markup {
  return { markup: text };
}

/** One line of prose, with what stands between backticks as code. */
export function prose(text: string): Markup {
  const parts = splitCode(text).map(({ text: part, isCode }) =>
    isCode ? `<code>${encodeHtml(part)}</code>` : encodeHtml(part),
  );
  return { markup: parts.join("") };
}
