import type { Report } from "@plimsoll/core";

export interface VexOptions {
  /** Who speaks in the document; default: `Plimsoll`. */
  author?: string;
}

/** Who speaks, where nobody else is named. */
export const defaultAuthor = "Plimsoll";

/** When the claims were made: at the time of the check. */
export function timestampOf({ timing }: Report): string {
  const ms = Date.parse(timing.startedAt);
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString();
}
