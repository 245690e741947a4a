/** Number of code points: what GitHub counts in a comment. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    // The second half of a surrogate pair belongs to the code point before it.
    const unit = text.charCodeAt(i);
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && i > 0 && isFirstHalf(text, i - 1);
    if (!isSecondHalf) count += 1;
  }
  return count;
}

/** A block of rows that may be cut after any of them. */
export interface Section {
  /** Everything before the first row, e.g. the heading and the head of a table. */
  head: string;
  /** Each ends in a line break. */
  rows: readonly string[];
  /** Said after the rows shown when `count` more are left out; ends in a line break. */
  more(count: number): string;
  /** Everything after the rows, e.g. the closing `</details>`. */
  foot: string;
}

/**
 * Writes as many whole rows of the sections as fit, in order; a section of which not one row fits
 * is left out. The result never has more than `limit` code points.
 */
export function fillSections(sections: readonly Section[], limit: number): string {
  let left = limit;
  let text = "";
  for (const section of sections) {
    const block = fillSection(section, left);
    text += block;
    left -= countCodePoints(block);
  }
  return text;
}

function fillSection({ head, rows, more, foot }: Section, limit: number): string {
  const frame = countCodePoints(head) + countCodePoints(foot);
  const reserve = countCodePoints(more(rows.length));
  let used = frame;
  let shown = 0;
  for (const [i, row] of rows.entries()) {
    used += countCodePoints(row);
    const isLast = i === rows.length - 1;
    if (used + (isLast ? 0 : reserve) > limit) break;
    shown += 1;
  }
  if (shown === 0 && (rows.length > 0 || frame > limit)) return "";
  const rest = rows.length - shown;
  return head + rows.slice(0, shown).join("") + (rest > 0 ? more(rest) : "") + foot;
}

function isFirstHalf(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
