// ECMA-48: control sequences (ESC [ … final byte) and strings (ESC ] … BEL or ST). The character
// classes do not overlap, so that matching is linear.
const esc = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);
const controlSequence = new RegExp(
  `${esc}\\[[0-?]*[ -/]*[@-~]|${esc}[\\]PX^_][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?`,
  "g",
);
// Cc: C0 and C1 controls. Cf: bidirectional overrides, zero-width characters, tags. Cs: surrogates
// without their other half.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
const invisibleButBreaks = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}]/gu;

/**
 * Text out of an image as one harmless line: no control characters, no terminal sequences, no
 * bidirectional overrides, no zero-width characters, every run of white space one space.
 *
 * @param limit longest result in code points; what is longer ends in `…`
 */
export function plainLine(text: string, limit = 2_000): string {
  const visible = bound(text, limit).replace(controlSequence, "").replace(/\s+/g, " ");
  return clip(visible.replace(invisible, "").replace(/ {2,}/g, " ").trim(), limit);
}

/** Like `plainLine`, with line breaks and tabs kept. */
export function plainText(text: string, limit = 20_000): string {
  const visible = bound(text, limit).replace(controlSequence, "").replace(/\r\n?/g, "\n");
  return clip(visible.replace(invisibleButBreaks, "").trim(), limit);
}

/** The first `limit` code points of `text`, the last of them `…` where something was cut. */
export function clip(text: string, limit: number): string {
  // A text cannot have more code points than UTF-16 units.
  if (text.length <= limit) return text;
  if (limit <= 0) return "";
  const points = Array.from(text.slice(0, 2 * limit + 2));
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join("")}…`;
}

/** Keeps the work on a hostile megabyte small; generous, as what is stripped does not count. */
function bound(text: string, limit: number): string {
  return text.length > 8 * limit ? text.slice(0, 8 * limit) : text;
}
