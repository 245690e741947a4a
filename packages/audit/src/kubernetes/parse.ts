import type { Incomplete } from "@plimsoll/core";
import { readBranches, readField } from "../yaml/fields.ts";
import { readPragmas } from "../yaml/pragmas.ts";
import { type Report, readYamlMap } from "../yaml/read-map.ts";
import type { Branch } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { Budget } from "./budget.ts";
import { findTemplateLine, splitDocuments } from "./documents.ts";
import type { ConfigMap, KubernetesFile, Workload } from "./types.ts";
import { podKinds, readWorkload } from "./workload.ts";

/** The Kubernetes minor version up to which the Pod Security Standards are known here. */
export const latestMinor = 37;

/** UTF-16 units of a file that are read; each document in it may have as many as a compose file. */
const maxCharacters = 4_000_000;
/** Documents of a file that are read. */
const maxDocuments = 2_000;
/** How deep Lists may lie in each other. */
const maxLists = 3;

const bearsPod = new RegExp(`^["'{ \\t]*kind["']?\\s*:\\s*["']?(?:${podKinds.join("|")})\\b`, "m");

/**
 * Parses a file of Kubernetes objects, YAML or JSON, with the place of every value: pods, and what
 * makes pods. Other kinds and unknown keys are passed over. Never throws: faults become entries of
 * `incomplete`, also a document that is a template, for what it will say cannot be known.
 *
 * @param path what findings and incomplete entries call the file
 * @param minor minor version of Kubernetes 1 whose Pod Security Standards hold
 */
export function parseKubernetes(
  text: string,
  path = "kubernetes.yaml",
  minor = latestMinor,
): KubernetesFile {
  const incomplete: Incomplete[] = [];
  const report: Report = (line, code, why) => {
    if (incomplete.length < 1_000) incomplete.push({ code, what: `${path}:${line}`, why });
  };
  if (text.length > maxCharacters) {
    report(1, "LIMIT_EXCEEDED", `only the first ${maxCharacters} characters are read`);
  }
  const lines = text
    .slice(0, maxCharacters)
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
  const workloads: Workload[] = [];
  const configMaps: ConfigMap[] = [];
  const budget = new Budget(report);
  for (const object of readObjects(lines, report, budget)) {
    const workload = readWorkload(object, budget);
    if (workload !== undefined) workloads.push(workload);
    else configMaps.push(...readConfigMap(object, budget));
  }
  const { byLine, global } = readPragmas(lines);
  return {
    path,
    lines,
    minor,
    workloads,
    configMaps,
    pragmas: byLine,
    globalPragmas: global,
    incomplete,
  };
}

function readObjects(lines: readonly string[], report: Report, budget: Budget): Branch[] {
  const documents = splitDocuments(lines);
  if (documents.length > maxDocuments) {
    const { firstLine } = documents[maxDocuments]!;
    report(firstLine, "LIMIT_EXCEEDED", `only the first ${maxDocuments} documents are read`);
  }
  return documents.slice(0, maxDocuments).flatMap(({ text, firstLine }) => {
    const templated = findTemplateLine(text);
    if (templated !== undefined && (bearsPod.test(text) || !/^kind:/m.test(text))) {
      const why = "the document is a template; audit what it renders to, e.g. by `helm template`";
      report(firstLine + templated - 1, "UNSUPPORTED", why);
      return [];
    }
    const root = readYamlMap(text, report, { firstLine });
    return root === undefined ? [] : unpackLists(root, report, budget, 0);
  });
}

/** An object, or those in a List of them. */
function unpackLists(object: Branch, report: Report, budget: Budget, depth: number): Branch[] {
  const kind = readField(valueAt(object, "kind"))?.value ?? "";
  const items = valueAt(object, "items");
  if (!kind.endsWith("List") || items?.kind !== "list") return [object];
  if (depth >= maxLists) {
    report(object.line, "LIMIT_EXCEEDED", "Lists lie deeper in each other than is read");
    return [];
  }
  return budget
    .spend(readBranches(items))
    .flatMap((item) => unpackLists(withKind(item, kind), report, budget, depth + 1));
}

/** Items of a `PodList` may leave their kind out. */
function withKind(item: Branch, listKind: string): Branch {
  const kind = listKind.slice(0, -"List".length);
  if (kind === "" || valueAt(item, "kind") !== undefined) return item;
  const { line, column } = item;
  const entry = { key: item, value: { kind: "leaf" as const, text: kind, line, column } };
  return { ...item, entries: new Map([...item.entries, ["kind", entry]]) };
}

function readConfigMap(object: Branch, budget: Budget): ConfigMap[] {
  const data = valueAt(object, "data");
  if (readField(valueAt(object, "kind"))?.value !== "ConfigMap" || data?.kind !== "map") return [];
  const { line, column } = object;
  const entries = budget.spend([...data.entries]).map(([name, { key, value }]) => ({
    name,
    value: readField(value)?.value,
    isFromSecret: false,
    line: key.line,
    column: key.column,
  }));
  return [
    {
      name: readField(valueAt(object, "metadata", "name"))?.value ?? "",
      data: entries,
      line,
      column,
    },
  ];
}
