import { readFile, stat } from "node:fs/promises";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { isObject, type JsonObject } from "../open/json.ts";

/** The layers of some thousand images take this much. */
const mostBytes = 64 << 20;

/**
 * A file of the store; `undefined` when there is none.
 *
 * @throws PlimsollError `READ_FAILED`, `LIMIT_EXCEEDED`
 */
export async function readStoreFile(path: string, most = mostBytes): Promise<Buffer | undefined> {
  try {
    const { size } = await stat(path);
    if (size > most) {
      throw new PlimsollError("LIMIT_EXCEEDED", `A file of the store has ${size} bytes`, {
        subject: path,
      });
    }
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw toPlimsollError(error, "READ_FAILED", "The store cannot be read", {
      subject: path,
      action: isDenied(error)
        ? "Run this as root (of a rootless store: in `podman unshare`), or use docker-daemon:."
        : undefined,
    });
  }
}

/** True when the system refused access. */
export function isDenied(error: unknown): boolean {
  return ["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/**
 * The objects of a list in the store; `undefined` when there is none.
 *
 * @throws PlimsollError `READ_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED`
 */
export async function readStoreList(path: string): Promise<JsonObject[] | undefined> {
  const bytes = await readStoreFile(path);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    if (Array.isArray(value)) return value.filter(isObject);
  } catch {
    // Said below.
  }
  throw new PlimsollError("MALFORMED", "A file of the store is not a list", { subject: path });
}
