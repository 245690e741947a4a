import { createHash } from "node:crypto";

export interface CommentKeyParts {
  workflow: string;
  job: string;
  /** Image as the user named it. */
  subject: string;
  /** The input `comment-key`, for legs of a matrix that check the same image. */
  userKey: string | undefined;
}

/**
 * What tells one comment of Plimsoll from another on the same pull request: 32 hexadecimal digits.
 * An image's tag and digest do not count, since they often change with every commit.
 */
export function commentKey({ workflow, job, subject, userKey }: CommentKeyParts): string {
  const parts = [workflow, job, imageName(subject), userKey ?? null];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** The invisible first line by which a comment is found again. */
export function commentMarker(key: string): string {
  return `<!-- plimsoll:v1 key=${key} -->`;
}

/** The only colon stands behind the kind of source. */
const prefixedName =
  /^(?:registry|docker-daemon|container|containers-storage|containerd):(?:\[[^\]]*\])?[^:]*$/;

/** `ghcr.io/acme/shop:1.4@sha256:…` → `ghcr.io/acme/shop`. References to local files stay whole. */
export function imageName(reference: string): string {
  if (/^(?:docker-archive|oci-dir|oci-archive|dir):/.test(reference)) return reference;
  const withoutDigest = reference.split("@")[0] ?? reference;
  const slash = withoutDigest.lastIndexOf("/");
  const colon = withoutDigest.lastIndexOf(":");
  const isTag = colon > slash && !prefixedName.test(withoutDigest);
  return isTag ? withoutDigest.slice(0, colon) : withoutDigest;
}
