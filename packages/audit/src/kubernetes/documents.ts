/** A document of a YAML stream. */
export interface DocumentText {
  readonly text: string;
  /** The line of the file in which it begins. */
  readonly firstLine: number;
}

/**
 * Cuts a YAML stream at its document markers, so that a fault in one document does not cost the
 * others (YAML 1.2.2, 9.2: a line that begins with `---` is a marker even within a scalar).
 */
export function splitDocuments(lines: readonly string[]): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  const add = (end: number) => {
    // What stands behind the marker belongs to the document: `--- # comment`, `--- {a: b}`.
    const own = lines
      .slice(start, end)
      .map((line, i) => (i === 0 ? line.replace(/^---(?=\s|$)/, "   ") : line));
    if (own.some(hasContent)) documents.push({ text: own.join("\n"), firstLine: start + 1 });
    start = end;
  };
  for (const [index, line] of lines.entries()) {
    if (index > start && /^---(?:\s|$)/.test(line)) add(index);
  }
  add(lines.length);
  return documents;
}

/** Comments, directives (`%YAML`) and the end marker are no content. */
function hasContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line) && !line.startsWith("%") && !/^\.\.\.(?:\s|$)/.test(line);
}

/** A line that only a template has: an action alone in its line, or in place of a value. */
const templateLine = /^\s*(?:-\s+)?(?:[\w."'/-]{1,200}\s*:\s*)?["']?\{\{/;

/** An action in place of a value within a line. */
const templateValue = /:\s{1,20}\{\{/;

/** The line of a document, from 1, in which a template (Helm's) shows; undefined when it is none. */
export function findTemplateLine(text: string): number | undefined {
  const index = text
    .split("\n")
    .findIndex((line) => templateLine.test(line) || templateValue.test(line));
  return index === -1 ? undefined : index + 1;
}
