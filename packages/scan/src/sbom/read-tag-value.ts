import type { JsonObject } from "../formats/json-object.ts";
import { forEachLine } from "../formats/lines.ts";
import { sbomLimits } from "./limits.ts";
import { tooLarge } from "./refuse.ts";

/** Fields of a package by their tag (SPDX 2.3, clause 7), and by the names that JSON has for them. */
const packageFields: Readonly<Record<string, string>> = {
  SPDXID: "SPDXID",
  PackageVersion: "versionInfo",
  PackageLicenseDeclared: "licenseDeclared",
  PackageLicenseConcluded: "licenseConcluded",
  PackageSourceInfo: "sourceInfo",
  PackageSummary: "summary",
  PrimaryPackagePurpose: "primaryPackagePurpose",
};

type Draft = { [field: string]: unknown };

/** True when the first line of the text, but for comments, is the tag by which SPDX 2 begins. */
export function isTagValue(text: string): boolean {
  let isFound = false;
  forEachLine(text, (start, end, line) => {
    const begin = text.slice(start, Math.min(end, start + 64)).trim();
    if (begin === "" || begin.startsWith("#")) return line < 1000;
    isFound = begin.startsWith("SPDXVersion:");
    return false;
  });
  return isFound;
}

/**
 * Reads the tags of an SPDX 2 document (SPDX 2.3, Annex on tag-value) that say what is inside, and
 * gives them the form that the same document has in JSON. Values over several lines
 * (`<text>…</text>`) are passed over.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED`
 */
export function parseTagValue(text: string): JsonObject {
  const document: Draft = {};
  const packages: Draft[] = [];
  const relationships: Draft[] = [];
  const licences: Draft[] = [];
  // Files and snippets have an SPDXID too: it is not the package's.
  let current: Draft | undefined = document;
  let isInText = false;

  forEachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + sbomLimits.valueLength));
    if (isInText) {
      isInText = !line.includes("</text>");
      return true;
    }
    const colon = line.indexOf(":");
    if (colon === -1 || line.startsWith("#")) return true;
    const tag = line.slice(0, colon).trim();
    const value = plain(line.slice(colon + 1).trim());
    isInText = value.startsWith("<text>");
    switch (tag) {
      case "SPDXVersion":
        document.spdxVersion = value;
        break;
      case "DocumentName":
        document.name = value;
        break;
      case "PackageName":
        current = { name: value };
        packages.push(current);
        break;
      case "FileName":
      case "SnippetSPDXID":
        current = undefined;
        break;
      case "LicenseID":
        current = { licenseId: value };
        licences.push(current);
        break;
      case "ExtractedText":
        if (current !== undefined && !isInText) current.extractedText = value;
        break;
      case "ExternalRef":
        if (current !== undefined) addReference(current, value);
        break;
      case "Relationship":
        addRelationship(relationships, value);
        break;
      default:
        if (current !== undefined && tag in packageFields) current[packageFields[tag]!] = value;
    }
    if (packages.length > sbomLimits.components) throw tooLarge("packages", sbomLimits.components);
    return true;
  });
  return { ...document, packages, relationships, hasExtractedLicensingInfos: licences };
}

/** A value on one line may stand in `<text>` too. */
function plain(value: string): string {
  return value.startsWith("<text>") && value.endsWith("</text>")
    ? value.slice("<text>".length, -"</text>".length)
    : value;
}

/** `PACKAGE-MANAGER purl pkg:npm/a@1` */
function addReference(found: Draft, value: string): void {
  const [referenceCategory, referenceType, referenceLocator] = value.split(/\s+/, 3);
  const known = Array.isArray(found.externalRefs) ? found.externalRefs : [];
  known.push({ referenceCategory, referenceType, referenceLocator });
  found.externalRefs = known;
}

/** `SPDXRef-DOCUMENT DESCRIBES SPDXRef-Package` */
function addRelationship(relationships: Draft[], value: string): void {
  const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/, 3);
  relationships.push({ spdxElementId, relationshipType, relatedSpdxElement });
}
