import { PlimsollError } from "@plimsoll/core";
import type { EngineImage, EngineVersion } from "./types.ts";

/** @throws PlimsollError `SERVER_ERROR` when the text is not a JSON object */
export function parseAnswer(text: string, subject: string): Record<string, unknown> {
  const value = parse(text);
  if (isObject(value)) return value;
  throw notJson("object", subject);
}

/**
 * The objects of a list; an engine without any says `null`.
 *
 * @throws PlimsollError `SERVER_ERROR` when the text is not a JSON list
 */
export function parseListAnswer(text: string, subject: string): Record<string, unknown>[] {
  const value = parse(text);
  if (Array.isArray(value)) return value.filter(isObject);
  if (value === null) return [];
  throw notJson("list", subject);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(what: string, subject: string): PlimsollError {
  return new PlimsollError("SERVER_ERROR", `The engine's answer is not a JSON ${what}`, {
    subject,
    action: "Check that the address is an engine's.",
  });
}

/** Fields that are missing or of another kind become empty. */
export function toEngineVersion(answer: Record<string, unknown>): EngineVersion {
  const components = Array.isArray(answer.Components) ? answer.Components.filter(isObject) : [];
  return {
    version: toText(answer.Version),
    apiVersion: toText(answer.ApiVersion),
    os: toText(answer.Os),
    architecture: toText(answer.Arch),
    components: components.map(({ Name, Version }) => ({
      name: toText(Name),
      version: toText(Version),
    })),
  };
}

/**
 * Fields that are missing or of another kind become empty.
 *
 * @throws PlimsollError `SERVER_ERROR` when the answer names no image
 */
export function toEngineImage(answer: Record<string, unknown>, subject: string): EngineImage {
  const { Id: id, Created: created, Variant: variant, Size: size, RootFS: rootFs } = answer;
  if (typeof id !== "string" || id === "") {
    throw new PlimsollError("SERVER_ERROR", "The engine describes an image without an ID", {
      subject,
    });
  }
  return {
    id,
    repoTags: toTexts(answer.RepoTags),
    repoDigests: toTexts(answer.RepoDigests),
    ...(typeof created === "string" && created !== "" ? { created } : {}),
    os: toText(answer.Os),
    architecture: toText(answer.Architecture),
    ...(typeof variant === "string" && variant !== "" ? { variant } : {}),
    sizeBytes: typeof size === "number" && Number.isFinite(size) && size > 0 ? size : 0,
    diffIds: toTexts(isObject(rootFs) ? rootFs.Layers : undefined),
    raw: answer,
  };
}

/** The text, or an empty one. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The texts of a list. */
export function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
