import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type ConfigInput, PlimsollError, parseConfig, toPlimsollError } from "@plimsoll/core";

/** Names looked for in the working folder when no file is given. */
export const configFileNames = ["plimsoll.yml", "plimsoll.yaml", ".plimsoll.yml"] as const;

const maxConfigBytes = 1024 * 1024;

/** A configuration as its file says it, and the folder that its relative paths start from. */
export interface LoadedConfig {
  config: ConfigInput;
  directory: string;
  /** Absent when there was no file. */
  file?: string;
}

/**
 * Reads `plimsoll.yml`.
 *
 * @param file the file to read; by default the first of `configFileNames` in `directory`, if any
 * @throws PlimsollError `NOT_FOUND` when a named file is missing, `INVALID_CONFIG` when it is not
 *   valid YAML or does not follow the schema
 */
export async function loadConfig(file?: string, directory = process.cwd()): Promise<LoadedConfig> {
  const candidates = file === undefined ? configFileNames : [file];
  for (const name of candidates) {
    const path = resolve(directory, name);
    const text = await readConfigFile(path);
    if (text !== undefined) {
      return { config: await parseConfigText(text, path), directory: dirname(path), file: path };
    }
  }
  if (file === undefined) return { config: {}, directory };
  throw new PlimsollError("NOT_FOUND", `There is no configuration file ${file}`, {
    subject: join(directory, file),
    action: "Check --config, or leave it out to use plimsoll.yml of the working folder.",
  });
}

async function readConfigFile(path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > maxConfigBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `${path} is larger than 1 MiB`, { subject: path });
    }
    return bytes.toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw toPlimsollError(error, "READ_FAILED", `${path} could not be read`, { subject: path });
  }
}

async function parseConfigText(text: string, path: string): Promise<ConfigInput> {
  const { parse } = await import("yaml");
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw new PlimsollError("INVALID_CONFIG", `${path} is not YAML: ${(error as Error).message}`, {
      subject: path,
      cause: error,
    });
  }
  parseConfig(value, path);
  return (value ?? {}) as ConfigInput;
}
