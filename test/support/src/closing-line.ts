import type { Reporter, TestModule } from "vitest/node";

/** Prints `N passed, N failed, N skipped` as a run's last line, for machines that read how it ended. */
export function closingLine(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[]) {
      const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
      for (const module of modules) {
        for (const test of module.children.allTests()) counts[test.result().state] += 1;
        // A file that failed to load ran none of its tests; it must count all the same.
        if (!module.ok() && module.errors().length > 0) counts.failed += 1;
      }
      process.on("exit", () => {
        const skipped = counts.skipped + counts.pending;
        console.log(`${counts.passed} passed, ${counts.failed} failed, ${skipped} skipped`);
      });
    },
  };
}
