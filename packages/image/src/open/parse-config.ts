import { PlimsollError } from "@plimsoll/core";
import type { HistoryEntry, ImageConfig } from "../config.ts";
import { isDigest } from "../digest.ts";
import { textRecord } from "./descriptor.ts";
import { isObject, type JsonObject, objectsOf, parseObject, textOf, textsOf } from "./json.ts";

/** More layers than this no runtime mounts; overlayfs stops at 500. */
const layerLimit = 1000;

/**
 * Reads an image configuration (image-spec, config.md). Fields of a wrong type count as absent,
 * except for the diffIDs, without which nothing else can be trusted.
 *
 * @throws PlimsollError `MALFORMED`; `UNSUPPORTED` for the configuration of something else;
 * `LIMIT_EXCEEDED`
 */
export function parseImageConfig(bytes: Uint8Array, subject: string): ImageConfig {
  const raw = parseObject(bytes, "The image's configuration", subject);
  const created = textOf(raw.created);
  const variant = textOf(raw.variant);
  return {
    ...(created && { created }),
    os: textOf(raw.os) ?? "linux",
    architecture: textOf(raw.architecture) ?? "unknown",
    ...(variant && { variant }),
    run: parseRun(isObject(raw.config) ? raw.config : {}),
    history: objectsOf(raw.history).map(parseHistoryEntry),
    diffIds: parseDiffIds(raw, subject),
    raw,
  };
}

function parseDiffIds({ rootfs }: JsonObject, subject: string): string[] {
  const diffIds = isObject(rootfs) ? rootfs.diff_ids : undefined;
  if (!Array.isArray(diffIds)) {
    throw new PlimsollError("UNSUPPORTED", "This is not the configuration of a container image", {
      subject,
      action: "Name an image; charts, signatures and other artifacts cannot be walked.",
    });
  }
  if (diffIds.length > layerLimit) {
    throw new PlimsollError("LIMIT_EXCEEDED", `The image has ${diffIds.length} layers`, {
      subject,
    });
  }
  if (diffIds.every(isDigest)) return diffIds;
  throw new PlimsollError("MALFORMED", "A diffID of the configuration is not a digest", {
    subject,
  });
}

function parseHistoryEntry(json: JsonObject): HistoryEntry {
  const created = textOf(json.created);
  const createdBy = textOf(json.created_by);
  const comment = textOf(json.comment);
  return {
    ...(created && { created }),
    ...(createdBy && { createdBy }),
    ...(comment && { comment }),
    emptyLayer: json.empty_layer === true,
  };
}

/** Reads `config` of an image's configuration, or the settings of a container, which have its form. */
export function parseRun(json: JsonObject): ImageConfig["run"] {
  const stopSignal = textOf(json.StopSignal);
  const shell = textsOf(json.Shell);
  const test = isObject(json.Healthcheck) ? textsOf(json.Healthcheck.Test) : [];
  return {
    user: textOf(json.User) ?? "",
    env: textsOf(json.Env),
    entrypoint: commandOf(json.Entrypoint),
    cmd: commandOf(json.Cmd),
    workingDir: textOf(json.WorkingDir) ?? "",
    exposedPorts: namesOf(json.ExposedPorts),
    volumes: namesOf(json.Volumes),
    labels: isObject(json.Labels) ? textRecord(json.Labels) : {},
    ...(stopSignal && { stopSignal }),
    ...(test.length > 0 && { healthcheck: { test } }),
    onBuild: textsOf(json.OnBuild),
    ...(shell.length > 0 && { shell }),
  };
}

// Docker's early builders wrote a text where a list belongs.
function commandOf(value: unknown): string[] {
  const text = textOf(value);
  return text === undefined ? textsOf(value) : [text];
}

function namesOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : textsOf(value);
}
