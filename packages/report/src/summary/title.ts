import type { Finding } from "@plimsoll/core";

/**
 * What to say of a finding beside its name: for a vulnerability the advisory's summary, or the
 * title where that says more than the identifier; otherwise nothing, since the title is the name.
 */
export function subtitleOf({ vulnerability, title }: Finding): string | undefined {
  if (vulnerability === undefined) return undefined;
  if (vulnerability.summary !== undefined) return vulnerability.summary;
  return title.includes(vulnerability.id) ? undefined : title;
}
