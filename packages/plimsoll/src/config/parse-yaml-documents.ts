import { parseAllDocuments } from "yaml";

/**
 * Reads every document of a YAML stream; JSON is one.
 *
 * @throws Error that says what is wrong, and where
 */
export function parseYamlDocuments(text: string): unknown[] {
  const documents = parseAllDocuments(text);
  if ("empty" in documents) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  });
}
