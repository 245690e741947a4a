/**
 * JSON with comments and trailing commas, as JSON: what lies in strings stays. What is never closed
 * is a token too, so that no place is looked at twice.
 */
export function stripJsonComments(text: string): string {
  // A comma goes when nothing but blanks and comments stands between it and the closing bracket.
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, keepStrings)
    .replace(/"(?:[^"\\\n]|\\.)*"?|,(?=\s*[\]}])/g, keepStrings);
}

function keepStrings(token: string): string {
  return token.startsWith('"') ? token : " ";
}
