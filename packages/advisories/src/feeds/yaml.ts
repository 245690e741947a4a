import { parseAllDocuments, type Tags } from "yaml";
import { expandItems, type FeedItem } from "./item.ts";

/** Aliases that a document may use; they could make a short text endless. */
const maxAliases = 100;

/** The records of a YAML stream: one document, a list of records, or several documents after `---`. */
export function* parseYamlItems(text: string, where: string): Generator<FeedItem> {
  let number = 0;
  try {
    const parsed = parseAllDocuments(text, {
      logLevel: "silent",
      stringKeys: true,
      customTags: withoutNumbers,
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    for (const document of documents) {
      number += 1;
      const at = documents.length > 1 ? `${where}:${number}` : where;
      const [fault] = document.errors;
      if (fault) yield { where: at, broken: fault.message.split("\n", 1)[0] ?? fault.code };
      else yield* expandItems(document.toJS({ maxAliasCount: maxAliases }), at);
    }
  } catch (error) {
    // Too many aliases, or more nesting than the library can follow.
    yield { where, broken: error instanceof Error ? error.message : String(error) };
  }
}

/** Numbers stay text: most are versions, and 1.10 is not 1.1. */
function withoutNumbers(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === "string" || !/:(?:int|float)$/.test(tag.tag));
}
