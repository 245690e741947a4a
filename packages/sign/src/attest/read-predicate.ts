import { PlimsollError, parseReport } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { requireFields } from "./document.ts";
import { customPredicate, type Predicate } from "./predicate.ts";
import { sbomPredicate } from "./sbom.ts";
import { isPredicateName, type PredicateName, predicateTypes } from "./types.ts";
import { cosignScanPredicate, scanPredicate } from "./vulnerabilities.ts";

type Reader = (document: JsonObject) => JsonObject;

const fields =
  (what: string, ...paths: string[]): Reader =>
  (document) =>
    requireFields(document, paths, what);

const readers: Readonly<Record<PredicateName, Reader>> = {
  slsaprovenance1: fields(
    "SLSA provenance v1",
    ...["buildDefinition.buildType", "buildDefinition.externalParameters", "runDetails.builder.id"],
  ),
  slsaprovenance02: fields("SLSA provenance v0.2", "builder.id", "buildType"),
  cyclonedx: (document) => sbomOf(document, "cyclonedx", "CycloneDX"),
  spdx: (document) => sbomOf(document, "spdx", "SPDX 2"),
  spdx3: (document) => sbomOf(document, "spdx3", "SPDX 3"),
  vuln: (document) =>
    isReport(document)
      ? cosignScanPredicate(parseReport(document)).predicate
      : requireFields(document, ["scanner.uri", "metadata"], "a scan as cosign has it"),
  vulns: (document) =>
    isReport(document)
      ? scanPredicate(parseReport(document)).predicate
      : requireFields(
          document,
          ["scanner.uri", "scanner.result", "metadata"],
          "a scan (vulns 0.2)",
        ),
  openvex: readOpenVex,
  vsa: fields(
    "a verification summary",
    ...["verifier.id", "timeVerified", "resourceUri", "policy", "verificationResult"],
  ),
  report: (document) => parseReport(document) as unknown as JsonObject,
  // What cosign puts around content that it does not know.
  custom: (document) => ({ Data: document }),
};

/**
 * The content of a file as a predicate.
 *
 * @param type a short name (`cyclonedx`, `slsaprovenance1` …), or the URI of a vocabulary of one's own
 * @throws PlimsollError `INVALID_ARGUMENT` for a type that is neither; `MALFORMED` when the content is of
 * another format than the type says
 */
export function readPredicate(type: string, document: unknown): Predicate {
  if (!isPredicateName(type)) return customPredicate(type, document);
  if (!isJsonObject(document)) {
    throw new PlimsollError("MALFORMED", "The file does not hold a JSON object");
  }
  return { predicateType: predicateTypes[type], predicate: readers[type](document) };
}

function sbomOf(document: JsonObject, name: PredicateName, what: string): JsonObject {
  const { predicateType, predicate } = sbomPredicate(document);
  if (predicateType === predicateTypes[name]) return predicate;
  throw new PlimsollError("MALFORMED", `The file is not ${what}, in JSON`, {
    action: `It is of the type ${predicateType}.`,
  });
}

function readOpenVex(document: JsonObject): JsonObject {
  const context = document["@context"];
  if (typeof context === "string" && context.startsWith("https://openvex.dev/ns")) {
    return requireFields(document, ["@id", "author", "statements"], "OpenVEX");
  }
  throw new PlimsollError("MALFORMED", "The file is not OpenVEX", {
    action: "Write one with `plimsoll check -o FILE.openvex.json`.",
  });
}

function isReport({ schemaVersion, tool }: JsonObject): boolean {
  return schemaVersion !== undefined && isJsonObject(tool);
}
