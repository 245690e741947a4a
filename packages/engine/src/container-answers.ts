import { PlimsollError } from "@plimsoll/core";
import { isObject, parseAnswer, toText, toTexts } from "./answers.ts";
import type { ContainerChange, ContainerStatistics, EngineContainer } from "./types.ts";

/** Engine API, `ContainerChanges`. */
const changeKinds = ["modified", "added", "deleted"] as const;

/**
 * Fields that are missing or of another kind become empty.
 *
 * @throws PlimsollError `SERVER_ERROR` when the answer names no container
 */
export function toEngineContainer(
  answer: Record<string, unknown>,
  subject: string,
): EngineContainer {
  const { Id: id, Name: name, Image: image, Created: created } = answer;
  if (typeof id !== "string" || !/^[0-9a-f]{64}$/.test(id)) {
    throw new PlimsollError("SERVER_ERROR", "The engine describes a container without an ID", {
      subject,
    });
  }
  const config = isObject(answer.Config) ? answer.Config : {};
  return {
    id,
    name: toText(name).replace(/^\//, ""),
    imageId: toImageId(toText(image)),
    imageName: toText(config.Image),
    ...(typeof created === "string" && created !== "" ? { created } : {}),
    status: isObject(answer.State) ? toText(answer.State.Status) : "",
    config,
    raw: answer,
  };
}

/** The first name of each container, else the beginning of its ID. */
export function toContainerNames(answer: readonly Record<string, unknown>[]): string[] {
  return answer.map(({ Names: names, Id: id }) => {
    const [name = toText(id).slice(0, 12)] = toTexts(names);
    return name.replace(/^\//, "");
  });
}

/** Entries of an unknown kind, or without an absolute path, are left out. */
export function toContainerChanges(answer: readonly Record<string, unknown>[]): ContainerChange[] {
  return answer.flatMap(({ Path: path, Kind: number }) => {
    const kind = typeof number === "number" ? changeKinds[number] : undefined;
    return kind && typeof path === "string" && path.startsWith("/") ? [{ path, kind }] : [];
  });
}

// Podman leaves out the algorithm.
function toImageId(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? `sha256:${text}` : text;
}

/** Numbers that are missing or of another kind are left out. */
export function toContainerStatistics(answer: Record<string, unknown>): ContainerStatistics {
  const memory = isObject(answer.memory_stats) ? answer.memory_stats.usage : undefined;
  const processes = isObject(answer.pids_stats) ? answer.pids_stats.current : undefined;
  return {
    ...(typeof memory === "number" && { memoryBytes: memory }),
    ...(typeof processes === "number" && { processes }),
  };
}

/** What `ContainerUpdateResponse` warns of; an engine that sends nothing warns of nothing. */
export function toWarnings(text: string): readonly string[] {
  return text.trim() === "" ? [] : toTexts(parseAnswer(text, "update").Warnings);
}
