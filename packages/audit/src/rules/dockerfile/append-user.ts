import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import { replaceLine } from "./edit.ts";
import { finalStage } from "./observe.ts";

/** USER as the last instruction of the final stage; whether the program works without root, nobody knows. */
export function appendUser(file: Dockerfile): Fix {
  const description = "End the final stage with USER 10001:10001.";
  const stage = finalStage(file);
  const last = stage?.instructions.at(-1) ?? stage?.from;
  const line = file.lines[(last?.endLine ?? 0) - 1];
  if (last === undefined || line === undefined || line.trimEnd().endsWith(file.escapeCharacter)) {
    return { description };
  }
  return replaceLine(file, last.endLine, `${line}\nUSER 10001:10001`, description, "unsafe");
}
