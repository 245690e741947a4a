import type { PageSource } from "./payload.ts";

/** The pages of a database that is in memory as a whole. */
export function pagesOf(content: Buffer, pageSizeBytes: number): PageSource {
  return (number) => {
    const start = (number - 1) * pageSizeBytes;
    const isWhole = number > 0 && start + pageSizeBytes <= content.length;
    return isWhole ? content.subarray(start, start + pageSizeBytes) : undefined;
  };
}
