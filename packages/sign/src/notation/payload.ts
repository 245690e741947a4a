import type { TrustCheck } from "@plimsoll/core";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";
import { check, isContentFault } from "../verify/check.ts";

/** The manifest that a signature is for: a descriptor (image-spec, descriptor.md). */
export interface SignedSubject {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** The payload of an envelope (signature-specification.md, "Payload"). */
export function formatPayload(
  { mediaType, digest, size }: SignedSubject,
  annotations: Readonly<Record<string, string>>,
): Buffer {
  const hasAnnotations = Object.keys(annotations).length > 0;
  const target = { mediaType, digest, size, ...(hasAnnotations && { annotations }) };
  return Buffer.from(JSON.stringify({ targetArtifact: target }));
}

/** Whether exactly this manifest was signed: by digest, size and media type. */
export function checkPayload(payload: Buffer, subject: SignedSubject): TrustCheck {
  let target: unknown;
  try {
    target = parseJsonObject(payload).targetArtifact;
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return check("payload", "fail", `The payload cannot be read: ${error.message}`);
  }
  if (!isJsonObject(target)) {
    return check("payload", "fail", "The payload names no targetArtifact");
  }
  for (const field of ["digest", "size", "mediaType"] as const) {
    if (target[field] === subject[field]) continue;
    const reason = `Another ${field} was signed than the image's (${subject[field]})`;
    return check("payload", "fail", reason, JSON.stringify(target[field] ?? null));
  }
  const reason = "The image was signed, by its digest, size and media type";
  return check("payload", "pass", reason, subject.digest);
}
