import { PlimsollError } from "@plimsoll/core";
import type { Descriptor } from "@plimsoll/registry";
import { isDigest } from "../digest.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "./json.ts";

/**
 * Reads a descriptor (image-spec, descriptor.md).
 *
 * @throws PlimsollError `MALFORMED` without a digest or a size
 */
export function parseDescriptor(value: unknown, subject: string): Descriptor {
  const json: JsonObject = isObject(value) ? value : {};
  const { digest, size } = json;
  if (!isDigest(digest) || typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new PlimsollError("MALFORMED", "A descriptor has no usable digest or size", { subject });
  }
  const platform = parsePlatformObject(json.platform);
  const artifactType = textOf(json.artifactType);
  return {
    mediaType: textOf(json.mediaType) ?? "",
    digest,
    size,
    ...(artifactType && { artifactType }),
    ...(isObject(json.annotations) && { annotations: textRecord(json.annotations) }),
    ...(platform && { platform }),
  };
}

/**
 * @throws PlimsollError `MALFORMED` when one of them has no digest or size
 */
export function parseDescriptors(value: unknown, subject: string): Descriptor[] {
  return objectsOf(value).map((item) => parseDescriptor(item, subject));
}

/** The entries of an object whose values are texts. */
export function textRecord(json: JsonObject): Record<string, string> {
  const entries = Object.entries(json).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(entries) as Record<string, string>;
}

function parsePlatformObject(value: unknown): Descriptor["platform"] {
  if (!isObject(value)) return undefined;
  const [os, architecture, variant] = [value.os, value.architecture, value.variant].map(textOf);
  if (os === undefined || architecture === undefined) return undefined;
  return { os, architecture, ...(variant && { variant }) };
}
