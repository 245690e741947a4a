import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AdvisoryStore, buildAdvisories, openAdvisories } from "@plimsoll/advisories";
import { openImage } from "@plimsoll/image";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scanImage } from "../../src/scan-image.ts";
import { lockfileSamples } from "../support/lockfile-samples.ts";

/** Ecosystem and name of a package as OSV spells them, and a version that a lockfile pins. */
const affected: readonly (readonly [ecosystem: string, name: string, version: string])[] = [
  ["npm", "@x/a", "1.0.0"],
  ["PyPI", "flask", "2.0.0"],
  ["Maven", "com.google.guava:guava", "31.1-jre"],
  ["Go", "golang.org/x/text", "0.3.0"],
  ["RubyGems", "nokogiri", "1.16.0"],
  ["NuGet", "Newtonsoft.Json", "13.0.1"],
  ["Packagist", "monolog/monolog", "3.5.0"],
  ["crates.io", "serde", "1.0.1"],
  ["Hex", "other.name", "2.0.0"],
  ["Pub", "a", "1.0.0"],
  ["SwiftURL", "github.com/apple/swift-nio", "2.0.0"],
  ["Julia", "JSON", "0.21.4"],
  ["CRAN", "digest", "0.6.31"],
  ["Bioconductor", "BiocGenerics", "0.46.0"],
  ["Hackage", "tls", "1.6.0"],
  ["opam", "yojson", "2.1.0"],
  ["ConanCenter", "zlib", "1.2.13"],
];

const files: readonly (readonly [string, string])[] = [
  ["npm/package-lock.json", '{"packages":{"node_modules/@x/a":{"version":"1.0.0"}}}'],
  ["java/gradle.lockfile", "com.google.guava:guava:31.1-jre=runtimeClasspath\n"],
  ["go/go.mod", "module x\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.0\n"],
  ["net/packages.config", '<packages><package id="newtonsoft.json" version="13.0.1"/></packages>'],
  ["php/composer.lock", '{"packages":[{"name":"Monolog/monolog","version":"v3.5.0"}]}'],
  ...lockfileSamples.map(([path, text], at) => [`samples/${at}/${path}`, text] as const),
];

let folder: string;
let store: AdvisoryStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-lockfiles-"));
  for (const [path, text] of files) await write(join("source", path), text);
  for (const [at, [ecosystem, name, version]] of affected.entries()) {
    const id = `TEST-${at}`;
    const record = {
      schema_version: "1.6.0",
      id,
      modified: "2026-01-01T00:00:00Z",
      summary: "A test",
      affected: [
        {
          package: { ecosystem, name },
          ranges: [
            { type: "ECOSYSTEM", events: [{ introduced: "0" }, { last_affected: version }] },
          ],
        },
      ],
    };
    await write(`feed/${id}.json`, JSON.stringify(record));
  }
  await buildAdvisories({ from: [join(folder, "feed")], out: join(folder, "advisories") });
  store = await openAdvisories({ directory: join(folder, "advisories") });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

it("What a lockfile pins is matched against the advisories of its ecosystem", async () => {
  const image = await openImage(`dir:${join(folder, "source")}`);
  const { findings, incomplete } = await scanImage(image, { store });
  expect(incomplete.filter(({ code }) => code === "MALFORMED")).toEqual([]);
  const found = new Set(findings.map((finding) => finding.vulnerability?.id));
  expect(
    affected.filter((_, at) => !found.has(`TEST-${at}`)).map(([ecosystem]) => ecosystem),
  ).toEqual([]);
});
