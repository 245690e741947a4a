import { PlimsollError } from "@plimsoll/core";
import { toPlainText } from "../plain-text.ts";

export const imageIndexType = "application/vnd.oci.image.index.v1+json";
const imageManifestType = "application/vnd.oci.image.manifest.v1+json";

/** Manifests that Plimsoll understands (image-spec media-types.md; Docker's schema 2). */
export const readableTypes: readonly string[] = [
  imageIndexType,
  imageManifestType,
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** What servers say that do not know a manifest when they store one. */
const vagueTypes = new Set(["", "application/json", "application/octet-stream", "text/plain"]);

/**
 * The media type of a manifest, on which its `mediaType`, its Content-Type and its content must agree:
 * a manifest that reads as two things could pass a check as the one and run as the other
 * (GHSA-qq97-vm5h-rrhg).
 *
 * @throws PlimsollError `MALFORMED` when they do not agree, `UNSUPPORTED` for Docker's schema 1
 */
export function manifestTypeOf(
  json: Readonly<Record<string, unknown>>,
  contentType: string | undefined,
  subject: string,
): string {
  const served = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  const stated = typeof json.mediaType === "string" ? json.mediaType : undefined;
  if (
    served.startsWith("application/vnd.docker.distribution.manifest.v1+") ||
    json.schemaVersion === 1
  ) {
    throw new PlimsollError(
      "UNSUPPORTED",
      "The manifest has Docker's schema 1, which names no verifiable content",
      {
        subject,
        action: "Build and push the image again with a current tool.",
      },
    );
  }
  if ("manifests" in json && ("layers" in json || "config" in json)) {
    throw new PlimsollError("MALFORMED", "The manifest claims to be both an image and an index", {
      subject,
    });
  }
  if (stated !== undefined && !vagueTypes.has(served) && stated.toLowerCase() !== served) {
    throw new PlimsollError(
      "MALFORMED",
      `The manifest says it is ${toPlainText(stated, 120)}, the registry says ${toPlainText(served, 120)}`,
      { subject },
    );
  }
  if (stated !== undefined) return stated;
  if (!vagueTypes.has(served)) return served;
  return "manifests" in json ? imageIndexType : imageManifestType;
}
