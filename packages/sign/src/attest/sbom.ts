import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import type { Predicate } from "./predicate.ts";
import { predicateTypes } from "./types.ts";

/**
 * A bill of materials as a predicate: CycloneDX or SPDX, in JSON; which one is seen in the file.
 *
 * @throws PlimsollError `MALFORMED` when it is neither
 */
export function sbomPredicate(document: unknown): Predicate {
  if (isJsonObject(document)) {
    if (isCycloneDx(document)) {
      return { predicateType: predicateTypes.cyclonedx, predicate: document };
    }
    if (isSpdx2(document)) return { predicateType: predicateTypes.spdx, predicate: document };
    if (isSpdx3(document)) return { predicateType: predicateTypes.spdx3, predicate: document };
  }
  throw new PlimsollError("MALFORMED", "The file is neither CycloneDX nor SPDX, in JSON", {
    action: "Make one with `plimsoll sbom IMAGE`.",
  });
}

function isCycloneDx({ bomFormat }: JsonObject): boolean {
  return bomFormat === "CycloneDX";
}

function isSpdx2({ spdxVersion }: JsonObject): boolean {
  return typeof spdxVersion === "string" && spdxVersion.startsWith("SPDX-2.");
}

function isSpdx3(document: JsonObject): boolean {
  const context = document["@context"];
  return typeof context === "string" && context.startsWith("https://spdx.org/rdf/3.");
}
