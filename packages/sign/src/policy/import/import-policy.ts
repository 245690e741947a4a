import { PlimsollError } from "@plimsoll/core";
import { isJsonObject } from "../../encoding/json.ts";
import { importContainers } from "./containers.ts";
import { type Collector, type ImportedPolicy, refuseRepetition } from "./imported.ts";
import { importKyverno } from "./kyverno.ts";
import { importNotation } from "./notation.ts";
import { importClusterImagePolicy } from "./policy-controller.ts";

const maxDocuments = 1000;

export interface ImportOptions {
  /** Folder of notation's trust stores, as the imported policy should name it; default `truststore/x509`. */
  storeFolder?: string | undefined;
}

/**
 * Turns the trust policy of another tool into rules: notation's trustpolicy.json, policy.json of Podman and
 * Skopeo, policy-controller's ClusterImagePolicy, Kyverno's verifyImages. Which it is, its content tells.
 * Nothing becomes weaker without a word: what cannot be carried over is in the notes, and its images
 * are refused.
 *
 * @param documents the parsed JSON, or the documents of the YAML
 * @throws PlimsollError `UNSUPPORTED` for anything else, `INVALID_CONFIG` for a broken policy of notation,
 * `LIMIT_EXCEEDED` for more than a thousand documents
 */
export function importTrustPolicy(
  documents: readonly unknown[],
  { storeFolder = "truststore/x509" }: ImportOptions = {},
): ImportedPolicy {
  if (documents.length > maxDocuments) {
    throw new PlimsollError("LIMIT_EXCEEDED", `There are more than ${maxDocuments} documents`);
  }
  const to: Collector = { rules: [], notes: [] };
  const formats = new Set<string>();
  for (const document of documents) {
    const format = importOne(document, storeFolder, to);
    if (format !== undefined) formats.add(format);
  }
  if (formats.size !== 1) {
    throw new PlimsollError("UNSUPPORTED", "It is no trust policy that can be imported", {
      action:
        "Give notation's trustpolicy.json, containers' policy.json, a ClusterImagePolicy, or a policy of Kyverno.",
    });
  }
  return { format: [...formats][0]!, rules: refuseRepetition(to), notes: to.notes };
}

function importOne(document: unknown, storeFolder: string, to: Collector): string | undefined {
  if (!isJsonObject(document)) return undefined;
  const { kind } = document;
  if (document.trustPolicies !== undefined) {
    importNotation(document, storeFolder, to);
    return "notation";
  }
  if (kind === "ClusterImagePolicy") {
    importClusterImagePolicy(document, to);
    return "policy-controller";
  }
  if (kind === "ClusterPolicy" || kind === "Policy") {
    importKyverno(document, to);
    return "kyverno";
  }
  if (kind === undefined && document.default !== undefined) {
    importContainers(document, to);
    return "containers";
  }
  return undefined;
}
