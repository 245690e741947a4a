import { ids, isId, isObject, list, maxName, member, text } from "../../records/fields.ts";
import { fixedIn, newAffected, newRecord, unfixedBefore } from "../../records/new-record.ts";
import type { RecordAffected, RecordEvent } from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";

const feed = "arch";

/** One group of security.archlinux.org/all.json: vulnerabilities that the same packages have. */
export const archFormat: DocumentFormat = {
  feed,
  recognises: (document) =>
    isObject(document) &&
    /^AVG-\d/.test(text(document.name)) &&
    Array.isArray(document.packages) &&
    "issues" in document,
  read(document) {
    const id = member(document, "name");
    if (!isId(id)) return [{ kind: "broken", why: "it has no name" }];
    const record = newRecord({
      feed,
      id,
      upstream: ids(member(document, "issues")),
      severityWord: text(member(document, "severity")),
      url: `https://security.archlinux.org/${id}`,
      affected: readPackages(document),
    });
    return [{ kind: "advisory", record }];
  },
};

function readPackages(document: unknown): RecordAffected[] {
  const fixed = text(member(document, "fixed"));
  const status = text(member(document, "status"));
  const range = rangeOf(status, fixed);
  if (!range) return [];
  const isOpen = status !== "Not affected" && (status !== "Fixed" || fixed === "");
  return list(member(document, "packages")).flatMap((name) =>
    typeof name === "string" && name !== "" && name.length <= maxName
      ? [
          newAffected({
            ecosystem: "Arch",
            name,
            ranges: [range],
            ...(isOpen && { state: "affected" as const }),
          }),
        ]
      : [],
  );
}

/** `undefined` for "Unknown": nobody has looked at it. */
function rangeOf(status: string, fixed: string): readonly RecordEvent[] | undefined {
  switch (status) {
    case "Fixed":
      return fixed === "" ? unfixedBefore(undefined) : fixedIn(fixed);
    case "Testing":
      // The fix lies in the testing repositories, which images do not use.
      return unfixedBefore(fixed === "" ? undefined : fixed);
    case "Vulnerable":
      return unfixedBefore(undefined);
    case "Not affected":
      return fixedIn("0");
    default:
      return undefined;
  }
}
