import type { ImageConfig } from "../config.ts";
import { isObject } from "./json.ts";

const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isCommand = (value: unknown) => isText(value) || isTexts(value);
const isNames = (value: unknown) => isObject(value) || isTexts(value);
const isTextRecord = (value: unknown) => isObject(value) && Object.values(value).every(isText);
const isHealthcheck = (value: unknown) =>
  isObject(value) && (value.Test === undefined || value.Test === null || isTexts(value.Test));

/** The fields of `config` that are read, and what they must look like where they are set. */
const runFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  User: isText,
  Env: isTexts,
  Entrypoint: isCommand,
  Cmd: isCommand,
  WorkingDir: isText,
  ExposedPorts: isNames,
  Volumes: isNames,
  Labels: isTextRecord,
  StopSignal: isText,
  Healthcheck: isHealthcheck,
  OnBuild: isTexts,
  Shell: isTexts,
};

/**
 * The fields of an image's configuration that have a wrong type, and therefore count as absent
 * (image-spec, config.md).
 *
 * @returns names such as `config.User`; empty for a configuration as it should be
 */
export function listConfigFaults({ raw }: Pick<ImageConfig, "raw">): readonly string[] {
  if (!isObject(raw)) return [];
  const faults: string[] = [];
  const { config, history } = raw;
  if (config !== undefined && config !== null && !isObject(config)) faults.push("config");
  if (isObject(config)) {
    for (const [name, isRight] of Object.entries(runFields)) {
      const value = config[name];
      if (value !== undefined && value !== null && !isRight(value)) faults.push(`config.${name}`);
    }
  }
  const isHistory = Array.isArray(history) && history.every(isObject);
  if (history !== undefined && history !== null && !isHistory) faults.push("history");
  return faults;
}
