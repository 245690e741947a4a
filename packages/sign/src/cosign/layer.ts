import type { Descriptor } from "@plimsoll/registry";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { isSha256 } from "./digest.ts";

/** A layer of an artifact manifest, as far as it matters here. */
export interface ArtifactLayer extends Pick<Descriptor, "mediaType" | "digest" | "size"> {
  readonly annotations: JsonObject;
}

/** The descriptor, or `undefined` when it is none (image-spec, descriptor.md). */
export function parseLayer(value: unknown): ArtifactLayer | undefined {
  if (!isJsonObject(value)) return undefined;
  const { mediaType, digest, size, annotations } = value;
  if (typeof mediaType !== "string" || !isSha256(digest)) return undefined;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { mediaType, digest, size, annotations: isJsonObject(annotations) ? annotations : {} };
}
