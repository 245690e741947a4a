import type { Reference } from "../types.ts";

/**
 * The whole reference, `registry/repository[:tag][@digest]`, with nothing left to defaults but the
 * tag of a reference by digest. `parseReference` reads it back as it was.
 */
export function formatReference(reference: Reference): string {
  const { registry, repository, tag, digest } = reference;
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
