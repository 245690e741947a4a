import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const namespace = "narrow-import";

/**
 * Lets the bundler leave out what nobody uses behind `import("@plimsoll/…")`. It keeps all that a
 * package exports when the package is imported as a whole; here it sees only the exports whose
 * names occur in the importing file, which are at least those that the file uses.
 */
export function narrowImports(): Plugin {
  return {
    name: "narrow-imports",
    setup(build) {
      build.onResolve({ filter: /^@plimsoll\// }, ({ path, kind, importer, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        // The name stands in the bundle, which must not depend on where it is built.
        const from = relative(process.cwd(), importer).replaceAll("\\", "/");
        const pluginData: Import = { path, importer, resolveDir };
        return { path: `${path} for ${from}`, namespace, pluginData };
      });
      build.onLoad({ filter: /.*/, namespace }, async ({ pluginData }) => {
        const { path, importer, resolveDir } = pluginData as Import;
        const { path: entry } = await build.resolve(path, { kind: "import-statement", resolveDir });
        const { metafile } = await build.esbuild.build({
          entryPoints: [entry],
          bundle: false,
          write: false,
          metafile: true,
          format: "esm",
          outdir: "unused",
        });
        const exported = Object.values(metafile.outputs).flatMap((output) => output.exports);
        const words = new Set(readFileSync(importer, "utf8").match(/[\w$]+/g));
        const used = exported.filter((name) => words.has(name));
        return { contents: `export { ${used.join(", ")} } from "${path}";`, resolveDir };
      });
    },
  };
}

interface Import {
  path: string;
  importer: string;
  resolveDir: string;
}
