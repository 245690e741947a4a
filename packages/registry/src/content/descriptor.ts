import { isDigest } from "../digest.ts";
import { isObject, textValuesOf } from "../json.ts";
import type { Descriptor } from "../types.ts";

/**
 * Reads a descriptor from parsed JSON (image-spec descriptor.md). Optional fields of the wrong kind
 * are left out.
 *
 * @returns undefined when its digest, size or media type is missing or not valid
 */
export function parseDescriptor(value: unknown): Descriptor | undefined {
  if (!isObject(value)) return undefined;
  const { mediaType, digest, size, artifactType, annotations, platform } = value;
  if (typeof mediaType !== "string" || !isDigest(digest)) return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  return {
    mediaType,
    digest,
    size,
    ...(typeof artifactType === "string" && artifactType !== "" ? { artifactType } : {}),
    ...(isObject(annotations) ? { annotations: textValuesOf(annotations) } : {}),
    ...parsePlatform(platform),
  };
}

function parsePlatform(value: unknown): Pick<Descriptor, "platform"> {
  if (!isObject(value)) return {};
  const { os, architecture, variant } = value;
  if (typeof os !== "string" || typeof architecture !== "string") return {};
  return { platform: { os, architecture, ...(typeof variant === "string" ? { variant } : {}) } };
}
