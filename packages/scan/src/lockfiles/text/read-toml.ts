import { parse } from "smol-toml";
import type { JsonObject } from "../../formats/json-object.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { verifyLength } from "./length.ts";

const longestText = 8 * 1024 * 1024;

/**
 * Parses a lockfile that is TOML.
 *
 * @throws PlimsollError `MALFORMED` when it is not; `LIMIT_EXCEEDED` when it is absurdly long
 */
export function readToml(text: string, path: string): JsonObject {
  verifyLength(text, longestText, path);
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch (cause) {
    throw notALockfile(path, "The file is not TOML", cause);
  }
}
