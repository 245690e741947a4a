import { isMap, LineCounter, parseDocument } from "yaml";
import { type Branch, type Scope, TreeReader } from "./tree.ts";

/** Says what is wrong with a file, and in which line. */
export type Report = (
  line: number,
  code: "UNSUPPORTED" | "MALFORMED" | "LIMIT_EXCEEDED",
  why: string,
) => void;

/** Where the text stands in its file, and how much of it is read. */
export interface ReadOptions {
  /** The line of the file in which `text` begins; 1 unless given. */
  readonly firstLine?: number;
  /** UTF-16 units; 500,000 unless given. */
  readonly maxCharacters?: number;
  /** What holds for every value of the file. */
  readonly scope?: Scope;
}

/** UTF-16 units of a YAML document that are read. */
export const maxCharacters = 500_000;
/** Faults of syntax that are listed one by one: the first tell what is wrong, the rest follow from them. */
const maxSyntaxErrors = 10;

/**
 * Reads a YAML document whose root is a map. Never throws: what is wrong is reported, and what could
 * be read is returned.
 */
export function readYamlMap(
  text: string,
  report: Report,
  options: ReadOptions = {},
): Branch | undefined {
  const firstLine = options.firstLine ?? 1;
  const limit = options.maxCharacters ?? maxCharacters;
  if (text.length > limit) {
    report(firstLine, "LIMIT_EXCEEDED", `the file is longer than ${limit} characters`);
    return undefined;
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
      // The parser's own check takes time quadratic in the number of keys; TreeReader has one.
      uniqueKeys: false,
    });
    if (document.errors.some(({ message }) => isStackOverflow(message))) {
      report(firstLine, "LIMIT_EXCEEDED", "the file is nested too deeply");
      return undefined;
    }
    for (const error of document.errors.slice(0, maxSyntaxErrors)) {
      const why = error.message.split("\n", 1)[0]!.slice(0, 200);
      report((lines.linePos(error.pos[0]).line || 1) + firstLine - 1, "MALFORMED", why);
    }
    const more = document.errors.length - maxSyntaxErrors;
    if (more > 0) report(firstLine, "MALFORMED", `the file has ${more} more faults of syntax`);
    if (!isMap(document.contents)) {
      report(firstLine, "MALFORMED", "the file is not a map of keys and values");
      return undefined;
    }
    const tree = new TreeReader(lines, report, firstLine, options.scope).read(document.contents);
    return tree.kind === "map" ? tree : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (isStackOverflow(why)) report(firstLine, "LIMIT_EXCEEDED", "the file is nested too deeply");
    else report(firstLine, "MALFORMED", `the file cannot be read as YAML: ${why.slice(0, 200)}`);
    return undefined;
  }
}

/** The parser is recursive, and has no bound on depth of its own. */
function isStackOverflow(message: string): boolean {
  return /call stack|stack overflow/i.test(message);
}
