import { isJsonObject, type JsonObject, parseJsonObject } from "../encoding/json.ts";

/** What `critical.type` must say (cosign, specs/SIGNATURE_SPEC.md). */
export const simpleSigningKind = "cosign container image signature";

/** The parts of a simple signing payload that are judged; each `undefined` when it is not a string. */
export interface SimpleSigning {
  readonly type: string | undefined;
  readonly dockerReference: string | undefined;
  readonly digest: string | undefined;
}

/** The bytes that are signed. The same input gives the same bytes. */
export function formatSimpleSigning(
  repository: string,
  digest: string,
  annotations: Readonly<Record<string, string>>,
): Buffer {
  const optional = sortByKey(annotations);
  const payload = {
    critical: {
      identity: { "docker-reference": repository },
      image: { "docker-manifest-digest": digest },
      type: simpleSigningKind,
    },
    optional: Object.keys(optional).length === 0 ? null : optional,
  };
  return Buffer.from(JSON.stringify(payload));
}

/** @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED` when the bytes are not one JSON object */
export function parseSimpleSigning(bytes: Uint8Array): SimpleSigning {
  const critical = objectIn(parseJsonObject(bytes), "critical");
  return {
    type: stringIn(critical, "type"),
    dockerReference: stringIn(objectIn(critical, "identity"), "docker-reference"),
    digest: stringIn(objectIn(critical, "image"), "docker-manifest-digest"),
  };
}

/** A copy with the keys in order, so that the same annotations always give the same bytes. */
export function sortByKey(record: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function objectIn(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isJsonObject(value) ? value : undefined;
}

function stringIn(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === "string" ? value : undefined;
}
