import { defineConfig } from "tsup";
import { collectLicences } from "../../scripts/collect-licences.ts";
import { narrowImports } from "./scripts/narrow-imports.ts";

// One file that needs nothing beside it: an action is run as it lies in the repository. It stays
// readable, since people review what they let into their builds.
export default defineConfig({
  entry: { index: "src/main.ts" },
  format: ["esm"],
  target: "node24",
  platform: "node",
  noExternal: [/.*/],
  removeNodeProtocol: false,
  splitting: false,
  minify: false,
  sourcemap: false,
  dts: false,
  clean: true,
  outExtension: () => ({ js: ".mjs" }),
  esbuildPlugins: [narrowImports(), collectLicences()],
  esbuildOptions(options) {
    options.alias = {
      undici: "./src/bundle/undici.ts",
      "@octokit/plugin-rest-endpoint-methods": "./src/bundle/rest-endpoint-methods.ts",
    };
    options.conditions = ["@plimsoll/source", "import", "module", "node", "default"];
  },
  // Dependencies in CommonJS ask for Node's own modules at run time.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
