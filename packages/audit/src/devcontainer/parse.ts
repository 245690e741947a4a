import type { Incomplete } from "@plimsoll/core";
import { type Field, readField, readFields, readFlag } from "../yaml/fields.ts";
import { readPragmas } from "../yaml/pragmas.ts";
import { type Report, readYamlMap } from "../yaml/read-map.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { readRunOptions } from "./run-args.ts";
import { stripJsonComments } from "./strip-comments.ts";
import type { DevContainer, DevVariable } from "./types.ts";

/** Commands that run in the container (https://containers.dev/implementors/json_reference/). */
const commandKeys = [
  "onCreateCommand",
  "updateContentCommand",
  "postCreateCommand",
  "postStartCommand",
  "postAttachCommand",
];

const nothing: Branch = { kind: "map", entries: new Map(), line: 1, column: 1 };

/**
 * Parses a devcontainer.json, which is JSON with comments, with the place of every value. Never
 * throws: faults become entries of `incomplete`.
 *
 * @param path what findings and incomplete entries call the file
 */
export function parseDevContainer(text: string, path = "devcontainer.json"): DevContainer {
  const incomplete: Incomplete[] = [];
  const report: Report = (line, code, why) => {
    if (incomplete.length < 1_000) incomplete.push({ code, what: `${path}:${line}`, why });
  };
  const root = readYamlMap(stripJsonComments(text.replace(/^\uFEFF/, " ")), report) ?? nothing;
  const at = (...keys: string[]) => valueAt(root, ...keys);
  // Pragmas are written behind `//`.
  const { byLine, global } = readPragmas(
    text.split("\n").map((line) => line.replace(/\r$/, "").replace(/(^|\s)\/\//, "$1#")),
  );
  return {
    path,
    image: readField(at("image")),
    privileged: readFlag(at("privileged")),
    capAdd: readFields(at("capAdd")),
    securityOpt: readFields(at("securityOpt")),
    runArgs: readRunOptions(readFields(at("runArgs"))),
    mountSources: readMounts(at("mounts")),
    features: readKeys(at("features")),
    initializeCommand: readCommand(at("initializeCommand"))[0],
    commands: commandKeys.flatMap((key) => readCommand(at(key))),
    user: readField(at("remoteUser") ?? at("containerUser")),
    env: [...readVariables(at("containerEnv")), ...readVariables(at("remoteEnv"))],
    pragmas: byLine,
    globalPragmas: global,
    incomplete,
  };
}

function readMounts(tree: Tree | undefined): Field<string>[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => {
    if (item.kind === "map") return readField(valueAt(item, "source")) ?? [];
    const field = readField(item);
    const source = /(?:^|,)\s*(?:source|src)=([^,]*)/.exec(field?.value ?? "")?.[1];
    return field === undefined || source === undefined ? [] : [{ ...field, value: source }];
  });
}

function readKeys(tree: Tree | undefined): Field<string>[] {
  if (tree?.kind !== "map") return [];
  return [...tree.entries].map(([name, { key }]) => ({
    value: name,
    text: name,
    line: key.line,
    column: key.column,
  }));
}

/** A command as text; several in parallel stand in a map. */
function readCommand(tree: Tree | undefined): Field<string>[] {
  if (tree?.kind === "map") {
    return [...tree.entries.values()].flatMap(({ value }) => readCommand(value));
  }
  if (tree?.kind !== "list") return readField(tree) === undefined ? [] : [readField(tree)!];
  const text = readFields(tree)
    .map(({ value }) => value)
    .join(" ");
  return [{ value: text, text, line: tree.line, column: tree.column }];
}

function readVariables(tree: Tree | undefined): DevVariable[] {
  if (tree?.kind !== "map") return [];
  return [...tree.entries].map(([name, { key, value }]) => ({
    name,
    value: readField(value)?.value,
    line: key.line,
    column: key.column,
  }));
}
