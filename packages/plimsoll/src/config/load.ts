import { dirname, join, resolve } from "node:path";
import { type ConfigInput, PlimsollError, parseConfig, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";

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
 * @throws PlimsollError `INVALID_CONFIG` when a named file is missing, cannot be read, is larger than
 *   1 MiB, is not valid YAML or does not follow the schema
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
  throw new PlimsollError("INVALID_CONFIG", `There is no configuration file ${file}`, {
    subject: join(directory, file),
    action: "Check --config, or leave it out to use plimsoll.yml of the working folder.",
  });
}

async function readConfigFile(path: string): Promise<string | undefined> {
  try {
    return await readTextFile(path, maxConfigBytes);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const { message } = toPlimsollError(cause, "INVALID_CONFIG", "it could not be read");
    throw new PlimsollError("INVALID_CONFIG", `${path} cannot be used: ${message}`, {
      subject: path,
      action: "Name a YAML file with --config, or leave it out.",
      cause,
    });
  }
}

async function parseConfigText(text: string, path: string): Promise<ConfigInput> {
  const { parseYaml } = await import("./parse-yaml.ts");
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw new PlimsollError(
      "INVALID_CONFIG",
      `${path} is not YAML: ${firstLine((error as Error).message)}`,
      {
        subject: path,
        action: "Correct the file, or name another one with --config.",
        cause: error,
      },
    );
  }
  parseConfig(value, path);
  return (value ?? {}) as ConfigInput;
}

/** The parser's message without its excerpt of the file. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]!.replace(/:$/, ".");
}
