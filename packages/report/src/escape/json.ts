/** What JSON lets stand although it steers a terminal, changes the order of reading, or ends a line. */
const steering = /[\p{Cf}\u007f-\u009f\u2028\u2029]/gu;

/**
 * A value as JSON text, indented by two spaces, with a line break at the end. Characters that steer
 * a terminal or a reader are written as `\\u` escapes: the text can be printed, the value stays the
 * same (RFC 8259, section 7).
 */
export function formatJson(value: unknown): string {
  // Outside its strings JSON is ASCII, so that an escape is in place wherever such a character is.
  const text = JSON.stringify(value, undefined, 2).replace(steering, escapeCharacter);
  return `${text}\n`;
}

function escapeCharacter(character: string): string {
  // By UTF-16 units: a character past U+FFFF takes two escapes.
  return Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
  ).join("");
}
