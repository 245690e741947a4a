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

  /** As many of `items` as may still be read; says so once when that is not all. */
  spend<T>(items: readonly T[]): readonly T[] {
    const taken = items.length <= this.left ? items : items.slice(0, this.left);
    this.left -= taken.length;
    if (taken.length < items.length && !this.isReported) {
      this.isReported = true;
      this.report(1, "LIMIT_EXCEEDED", `more than ${maxEntries} entries; the rest is not read`);
    }
    return taken;
  }
}
