/**
 * JSON with comments as plain JSON of the same length: comments and commas before a closing bracket
 * become spaces, so that every place stays where it was. Takes linear time.
 */
export function stripJsonComments(text: string): string {
  const out: string[] = [];
  let comma = -1;
  for (let i = 0; i < text.length; ) {
    const two = text.slice(i, i + 2);
    if (text[i] === '"') {
      const end = endOfString(text, i);
      out.push(text.slice(i, end));
      comma = -1;
      i = end;
    } else if (two === "//" || two === "/*") {
      const end = two === "//" ? lineEnd(text, i) : commentEnd(text, i);
      out.push(text.slice(i, end).replace(/[^\n]/g, " "));
      i = end;
    } else {
      const char = text[i]!;
      if (char === ",") comma = out.length;
      else if ((char === "}" || char === "]") && comma !== -1) out[comma] = " ";
      if (char !== "," && !/\s/.test(char)) comma = -1;
      // YAML forbids tabs where JSON allows them.
      out.push(char === "\t" ? " " : char);
      i += 1;
    }
  }
  return out.join("");
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === '"') return i + 1;
    else if (text[i] === "\n") return i;
  }
  return text.length;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

function commentEnd(text: string, start: number): number {
  const end = text.indexOf("*/", start + 2);
  return end === -1 ? text.length : end + 2;
}
