import type {
  Distribution,
  Incomplete,
  Inventory,
  Package,
  Platform,
  Subject,
} from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../formats/json-object.ts";
import type { SbomContent } from "./component.ts";
import { parseCycloneDxXml } from "./cyclonedx-xml.ts";
import { sbomLimits } from "./limits.ts";
import { readCycloneDx } from "./read-cyclonedx.ts";
import { readSpdx2 } from "./read-spdx2.ts";
import { readSpdx3 } from "./read-spdx3.ts";
import { readSyft } from "./read-syft.ts";
import { isTagValue, parseTagValue } from "./read-tag-value.ts";
import { notAnSbom, tooLarge } from "./refuse.ts";
import { toPackage } from "./to-package.ts";

/** Formats of bills of materials that are read. */
export type SbomFormat = "cyclonedx" | "spdx" | "spdx3" | "syft";

/** What a bill of materials says. Nobody has looked at the software itself. */
export interface Sbom {
  format: SbomFormat;
  inventory: Inventory;
  /** What it says that it describes, and for which platform. */
  describes?: Subject["describes"];
  platform?: Platform;
  /** Entries that could not be read as packages. */
  incomplete: Incomplete[];
}

/**
 * Reads a bill of materials, whose format its content tells: CycloneDX JSON 1.2 to 1.7
 * and XML 1.0 to 1.7, SPDX 2.2 and 2.3 in JSON and tag-value, SPDX 3.0 JSON-LD, Syft JSON; also as the predicate of an in-toto
 * statement. Packages are known by their package URL; entries without one are in `incomplete`.
 *
 * @throws PlimsollError `MALFORMED`, `UNSUPPORTED` or `LIMIT_EXCEEDED` when the document as a whole
 * cannot be read
 */
export function readSbom(text: string): Sbom {
  if (text.length > sbomLimits.textLength) throw tooLarge("characters", sbomLimits.textLength);
  const [format, content] = isTagValue(text)
    ? (["spdx", readSpdx2(parseTagValue(text))] as const)
    : readDocument(parseDocument(text));
  const incomplete: Incomplete[] = [];
  const { packages, distribution } = collect(content, incomplete);
  return {
    format,
    inventory: {
      ...(distribution ? { distribution } : {}),
      layers: [...content.layers],
      packages,
    },
    ...describedBy(content),
    incomplete,
  };
}

function describedBy({ describes, imageId, platform }: SbomContent) {
  const [os, architecture, variant] = platform?.split("/") ?? [];
  return {
    ...(describes ? { describes: { ...describes, ...(imageId ? { imageId } : {}) } } : {}),
    ...(os && architecture
      ? { platform: { os, architecture, ...(variant ? { variant } : {}) } }
      : {}),
  };
}

function parseDocument(text: string): JsonObject {
  if (/^\ufeff?\s*</.test(text.slice(0, 1024))) {
    const document = parseCycloneDxXml(text);
    if (document !== undefined) return document;
    throw notAnSbom("UNSUPPORTED", "The XML is no bill of materials of CycloneDX");
  }
  return unwrap(parseObject(text));
}

function parseObject(text: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw notAnSbom("MALFORMED", "The bill of materials is neither JSON nor SPDX tag-value");
  }
  if (!isJsonObject(document)) throw notAnSbom("MALFORMED", "The bill of materials is no object");
  return document;
}

/** The document in an envelope, in its statement, or in GitHub's export of a dependency graph. */
function unwrap(document: JsonObject): JsonObject {
  // A Sigstore bundle holds a DSSE envelope, whose payload is an in-toto statement.
  const envelope = isJsonObject(document.dsseEnvelope) ? document.dsseEnvelope : document;
  const statement =
    typeof envelope.payload === "string" && typeof envelope.payloadType === "string"
      ? parseObject(Buffer.from(envelope.payload, "base64").toString("utf8"))
      : document;
  const inner = statement.predicate ?? statement.sbom;
  return isJsonObject(inner) && statement.artifacts === undefined ? inner : statement;
}

function readDocument(document: JsonObject): readonly [SbomFormat, SbomContent] {
  if (document.bomFormat === "CycloneDX") return ["cyclonedx", readCycloneDx(document)];
  if (typeof document.spdxVersion === "string") {
    if (document.spdxVersion.startsWith("SPDX-2.")) return ["spdx", readSpdx2(document)];
    throw notAnSbom("UNSUPPORTED", "The bill of materials is of an unknown version of SPDX");
  }
  const context = document["@context"];
  if (typeof context === "string" && context.startsWith("https://spdx.org/rdf/3.")) {
    return ["spdx3", readSpdx3(document)];
  }
  if (Array.isArray(document.artifacts) && isJsonObject(document.descriptor)) {
    return ["syft", readSyft(document)];
  }
  throw notAnSbom("MALFORMED", "The file is no bill of materials of a known format");
}

/** The packages, each once, and the distribution that the document or most package URLs name. */
function collect(
  content: SbomContent,
  incomplete: Incomplete[],
): { packages: Package[]; distribution: Distribution | undefined } {
  const packages = createPackageList();
  const votes = new Map<string, { distribution: Distribution; count: number }>();
  const invalid: Refused = { count: 0, first: "" };
  const unversioned: Refused = { count: 0, first: "" };
  for (const component of content.components) {
    const read = toPackage(component);
    if (read === undefined) refuse(invalid, component.purl ?? "");
    else if (read.found.version === "") refuse(unversioned, read.found.purl);
    else packages.add(read.found);
    if (read?.distribution === undefined) continue;
    const id = JSON.stringify(read.distribution);
    const vote = votes.get(id) ?? { distribution: read.distribution, count: 0 };
    vote.count += 1;
    votes.set(id, vote);
  }
  report(incomplete, invalid, "MALFORMED", "is no valid package URL");
  report(incomplete, unversioned, "UNSUPPORTED", "has no version");
  const { count, first = "" } = content.unnamed;
  report(incomplete, { count, first }, "UNSUPPORTED", "has no package URL");
  const named = [...votes.values()].sort((a, b) => b.count - a.count)[0]?.distribution;
  return { packages: packages.list(), distribution: content.distribution ?? named };
}

/** Keeps each package once, with all its places. */
function createPackageList() {
  const known = new Map<string, { found: Package; places: Set<string> }>();
  return {
    add(found: Package): void {
      const key = JSON.stringify([found.purl, found.name, found.version]);
      const entry = known.get(key) ?? { found: { ...found, locations: [] }, places: new Set() };
      known.set(key, entry);
      for (const location of found.locations) {
        if (entry.places.size >= sbomLimits.locationsPerPackage) return;
        const place = JSON.stringify([location.path, location.layer]);
        if (!entry.places.has(place)) entry.found.locations.push(location);
        entry.places.add(place);
      }
    },
    list: (): Package[] => [...known.values()].map(({ found }) => found),
  };
}

/** Entries that are not listed, and why. */
interface Refused {
  count: number;
  first: string;
}

function refuse(refused: Refused, what: string): void {
  refused.count += 1;
  refused.first ||= what;
}

/** One entry for all of them: a document may hold thousands. */
function report(
  incomplete: Incomplete[],
  { count, first }: Refused,
  code: "MALFORMED" | "UNSUPPORTED",
  lacks: string,
): void {
  if (count === 0) return;
  const others = count === 1 ? "" : ` The same is true of ${count - 1} more.`;
  incomplete.push({
    code,
    what: first.slice(0, 200),
    why: `This entry of the bill of materials ${lacks}: it is not listed, and no advisory can be matched to it.${others}`,
  });
}
