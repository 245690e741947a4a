import type { Report } from "../yaml/read-map.ts";

/** Containers, variables, ports and the like that are read of one file; aliases repeat them at no cost to the file. */
const maxEntries = 50_000;

/** How much of a file may still be read. */
export class Budget {
  private left = maxEntries;
  private isReported = false;
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  /**
   * As many of `items` as may still be read; says so once when that is not all.
   *
   * @param weight how many entries one of them counts for
   */
  spend<T>(items: readonly T[], weight = 1): readonly T[] {
    const count = Math.min(items.length, Math.floor(this.left / weight));
    this.left -= count * weight;
    if (count < items.length && !this.isReported) {
      this.isReported = true;
      this.report(1, "LIMIT_EXCEEDED", `only the first ${maxEntries} entries are read`);
    }
    return count === items.length ? items : items.slice(0, count);
  }
}
