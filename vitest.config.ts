import { defineConfig } from "vitest/config";
import { closingLine } from "./test/support/src/closing-line.ts";

export default defineConfig({
  resolve: { conditions: ["@plimsoll/source"] },
  ssr: { resolve: { conditions: ["@plimsoll/source"] } },
  test: {
    // Worker threads and child processes inherit the condition, so that they too run from source.
    execArgv: ["--conditions=@plimsoll/source"],
    testTimeout: 30_000,
    // Without it, a check would ask OSV's API. What is about that API, or mirrors, unsets it.
    env: { PLIMSOLL_OFFLINE: "1" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "actions/*/test/**/*.test.ts"],
          setupFiles: ["./test/support/src/no-network.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "cross",
          include: ["test/{boundaries,e2e,conformance,support}/**/*.test.ts"],
          setupFiles: ["./test/support/src/no-network.ts"],
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "services",
          include: ["test/services/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
    reporters: ["default", closingLine()],
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**", "actions/*/src/**"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
