const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since 1970 of an RFC 3339 date-time, or `undefined` for anything else. */
export function parseRfc3339(text: string): number | undefined {
  const [, local] = pattern.exec(text) ?? [];
  const at = Date.parse(text);
  // Date.parse takes the 30th of February for a day in March.
  const isReal = local !== undefined && new Date(`${local}Z`).toJSON()?.startsWith(local);
  return isReal && !Number.isNaN(at) ? at : undefined;
}

/** RFC 3339 in UTC, to the second. */
export function formatRfc3339(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}
