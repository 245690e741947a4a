import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

interface BundledPackage {
  name: string;
  version: string;
  licence: string;
  texts: string[];
}

/**
 * Writes `LICENSES.txt` beside the bundle: the licence of every foreign package that has code in
 * it, in an order that depends on nothing but their names.
 */
export function collectLicences(): Plugin {
  return {
    name: "collect-licences",
    setup(build) {
      build.onEnd(({ metafile }) => {
        if (metafile === undefined) return;
        const { outdir = "dist" } = build.initialOptions;
        const inputs = Object.values(metafile.outputs).flatMap((output) =>
          Object.entries(output.inputs)
            .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
            .map(([path]) => path),
        );
        const folders = new Set(inputs.map(packageFolder).filter((path) => path !== undefined));
        const packages = [...folders].map(readPackage);
        mkdirSync(outdir, { recursive: true });
        writeFileSync(join(outdir, "LICENSES.txt"), formatLicences(packages));
      });
    },
  };
}

/** The folder of the package that a bundled file belongs to; `undefined` for our own files. */
function packageFolder(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll("\\", "/"))?.[0];
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|notice|copying)(?:[.-]|$)/i.test(name))
    .sort();
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? "see the text",
    texts: files.map((name) =>
      readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim(),
    ),
  };
}

function formatLicences(packages: readonly BundledPackage[]): string {
  const rule = "=".repeat(80);
  const entries = packages
    .map(({ name, version, licence, texts }) => ({
      title: `${name} ${version} (${licence})`,
      texts: texts.length > 0 ? texts : ["The package ships no text of its licence."],
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ title, texts }) =>
      [rule, title, rule, ...texts.flatMap((text) => ["", text]), ""].join("\n"),
    );
  const intro = "The bundle holds code of these packages. Plimsoll itself: Apache-2.0.\n\n";
  return `${intro}${entries.join("\n")}`;
}
