import { type Document, parseAllDocuments } from "yaml";
import { isJsonObject, type JsonObject } from "../../formats/json-object.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { verifyLength } from "./length.ts";

/** The parser takes about a second for a million characters, and ten for some that are hostile. */
const longestText = 3 * 1024 * 1024;
/** No tool nests lists within a line; the parser would lose itself in them. */
const deeplyNested = /[[{]{64}/;

/**
 * Parses a lockfile that is YAML: its documents, mostly one. Aliases, which no tool writes into a
 * lockfile, are refused: resolving each means a search through the document.
 *
 * @throws PlimsollError `MALFORMED` when a document is not YAML, or not a mapping; `LIMIT_EXCEEDED`
 * when it is absurdly long
 */
export function readYaml(text: string, path: string): JsonObject[] {
  verifyLength(text, longestText, path);
  if (deeplyNested.test(text)) throw notALockfile(path, "The file is nested too deep");
  let documents: readonly Document[];
  try {
    documents = parseAllDocuments(text, {
      prettyErrors: false,
      // The check compares each key with all before it.
      uniqueKeys: false,
    });
  } catch (cause) {
    // A nesting too deep for the parser's recursion.
    throw notALockfile(path, "The file is not YAML", cause);
  }
  return documents
    .map((document) => toObject(document, path))
    .filter((value) => value !== undefined);
}

function toObject(document: Document, path: string): JsonObject | undefined {
  const [error] = document.errors;
  if (error !== undefined) throw notALockfile(path, "The file is not YAML", error);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw notALockfile(path, "The file is not YAML without aliases", cause);
  }
  if (value === null || value === undefined) return undefined;
  if (!isJsonObject(value)) throw notALockfile(path, "The file is not a YAML mapping");
  return value;
}
