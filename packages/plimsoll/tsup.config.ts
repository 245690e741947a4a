import { defineConfig } from "tsup";
import { collectLicences } from "../../scripts/collect-licences.ts";

// Bundled, so that a command starts without resolving a hundred modules; `splitting` keeps each
// command, and what only it needs, in chunks of its own that load when the command runs.
export default defineConfig({
  entry: {
    index: "src/index.ts",
    worker: "src/worker.ts",
    "worker-without-search": "src/worker-without-search.ts",
    "cli/main": "src/cli/main.ts",
  },
  format: ["esm"],
  target: "node22",
  platform: "node",
  noExternal: [/.*/],
  removeNodeProtocol: false,
  splitting: true,
  dts: false,
  sourcemap: true,
  clean: true,
  esbuildPlugins: [collectLicences()],
  esbuildOptions(options) {
    options.conditions = ["@plimsoll/source", "import", "module", "node", "default"];
  },
  // Dependencies in CommonJS ask for Node's own modules at run time.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
