import { splitCode } from "./code.ts";
import { plainLine } from "./plain.ts";

/** `&#8203;`: a zero-width space, which keeps GitHub from seeing a mention, a reference or a URL. */
const breaker = "&#8203;";

/**
 * One line of prose for GitHub Markdown, in which nothing has a meaning: no mark-up, HTML, link,
 * image, mention, issue reference, table cell or formula.
 *
 * Mentions and references are found after the entities have been resolved, so that escaping alone
 * does not stop them: a zero-width space does.
 *
 * @param limit longest result in code points before escaping
 */
export function escapeMarkdown(text: string, limit = 500): string {
  return encodeMarkdown(plainLine(text, limit));
}

/** Like `escapeMarkdown`, with what stands between backticks as code. */
export function markdownProse(text: string, limit = 500): string {
  return splitCode(text, limit)
    .map(({ text: part, isCode }) => (isCode ? markdownCode(part, limit) : encodeMarkdown(part)))
    .join("");
}

function encodeMarkdown(line: string): string {
  return (
    line
      .replace(/[&<>*_`[\]|\\~#@$]/g, (mark) => `&#${mark.codePointAt(0)};`)
      .replace(/&#(?:35|64);/g, (mark) => mark + breaker)
      // https://github.github.com/gfm/#autolinks-extension-
      .replace(/:(?=\/\/)|\bwww(?=\.)|\b(?:mailto|xmpp):|GH-/gi, (start) => start + breaker)
      // At the start of a line these would make a list, a heading or a rule.
      .replace(/^[-+=:]/, (mark) => `&#${mark.codePointAt(0)};`)
      .replace(/^(\d+)([.)])/, (_, digits, mark) => `${digits}&#${mark.codePointAt(0)};`)
  );
}

/**
 * One line as code: for names, versions and paths. GitHub looks for neither mentions nor
 * references in code.
 */
export function markdownCode(text: string, limit = 200): string {
  const line = plainLine(text, limit);
  if (line === "") return "";
  // A code span cannot hold these safely everywhere: a pipe ends a table's cell even in code, and
  // `<!--` could imitate the marker by which a comment is found again.
  return /[`|\\<]/.test(line) ? `<code>${escapeMarkdown(line, limit)}</code>` : `\`${line}\``;
}

/** A link whose text is `text`, or only the text when the address is not one of the web. */
export function markdownLink(text: string, url: string | undefined): string {
  if (url === undefined) return text;
  return `[${text}](<${url.replace(/[<>\\|()[\]`*_\s]/g, encodeURIComponentStrict)}>)`;
}

function encodeURIComponentStrict(character: string): string {
  return `%${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, "0")}`;
}
