import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import {
  installed,
  inventory,
  sharedFile,
  temporaryFolder,
  vulnerabilitiesIn,
} from "../support.ts";

const feeds = [
  "RubyGems.rubysec-derived",
  "NuGet.ghsa-derived",
  "Packagist.fop-derived",
  "Drupal",
  "Julia",
  "CRAN",
  "Hackage",
  "opam",
  "Bitnami",
  "crates.io",
  "AlmaLinux",
];

/** Type, name, a vulnerability, an affected version, the next one that is not; `ID VERSION_ID`. */
const facts: readonly (readonly [string, string, string, string, string, string?])[] = [
  ["gem", "actionview", "CVE-2019-5418", "5.2.2", "5.2.2.1"],
  ["gem", "actionview", "CVE-2019-5418", "6.0.0.beta2", "6.0.0.beta3"],
  ["nuget", "Newtonsoft.Json", "CVE-2024-21907", "13.0.1-beta2", "13.0.1"],
  ["composer", "guzzlehttp/psr7", "CVE-2022-24775", "v1.8.3", "1.8.4"],
  ["composer", "drupal/acl", "DRUPAL-CONTRIB-2023-034", "1.0.0-beta1", "1.0.0"],
  ["julia", "FFMPEG_jll", "CVE-2020-14212", "4.3.1+1", "4.3.1+2"],
  ["cran", "commonmark", "CVE-2020-5238", "1.7", "1.8"],
  ["hackage", "aeson", "CVE-2022-3433", "2.0.0.9", "2.0.1.0"],
  ["opam", "ocaml", "CVE-2015-8869", "4.03.0~beta1", "4.03.0"],
  ["bitnami", "activemq", "CVE-2020-13947", "5.16.0-7", "5.16.1-3"],
  ["cargo", "time", "CVE-2020-26235", "0.2.7", "0.2.23"],
  ["swift", "github.com/vapor/vapor", "CVE-2024-21631", "4.89.3", "4.90.0"],
  ["pub", "http", "CVE-2020-35669", "0.13.2", "0.13.3"],
  ["hex", "ecto", "CVE-2017-20166", "2.2.0", "2.2.1"],
  ["rpm", "PackageKit", "CVE-2015-9381", "1.1.9-3.el7", "1.1.10-1.el7", "rhel 7.5"],
  ["rpm", "firefox", "CVE-2023-32205", "102.10.0-1.el8_7", "102.11.0-2.el8_7", "rocky 8.7"],
  [
    "rpm",
    "java-21-openjdk",
    "CVE-2025-30749",
    "1:21.0.7.0.6-1.el9",
    "1:21.0.8.0.9-1.el9.alma.1",
    "almalinux 9.6",
  ],
  ["apk", "haproxy-3.0", "CVE-2025-32464", "3.0.9-r0", "3.0.10-r0", "wolfi 20230201"],
  ["apk", "haproxy-2.8", "CVE-2025-32464", "2.8.17-r0", "2.8.18-r0", "chainguard 20230214"],
];

/** The records of a feed that wraps each of them, one a line. */
async function unwrap(path: string): Promise<string> {
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  const file = join(await temporaryFolder(), "mixed.jsonl");
  await writeFile(file, lines.map((line) => JSON.stringify(JSON.parse(line).osv)).join("\n"));
  return file;
}

describe("published feeds of other ecosystems", { timeout: 120_000 }, () => {
  it("are read almost whole, and tell affected versions from fixed ones", async ({ skip }) => {
    const paths = feeds.map((name) => sharedFile(`feeds/osv/${name}.jsonl.gz`));
    const mixed = sharedFile("feeds/osv/mixed-from-tests.jsonl.gz");
    if (mixed === undefined || paths.includes(undefined)) return skip("no shared test data");
    const from = [...paths.filter((path) => path !== undefined), await unwrap(mixed)];
    const directory = join(await temporaryFolder(), "advisories");
    const { records, broken, unreadable, unsupported } = await buildAdvisories({
      from,
      out: directory,
    });
    console.log(`${records} records; left out: ${Object.keys(unsupported).join(", ")}`);
    expect(broken).toBe(0);
    // BIT-mastodon-2026-47777 names "nightly.2026-03-10.0".
    expect(unreadable).toBe(1);
    // Neither distributions nor registries: compilers, kernels, fuzzed projects, rebuilt packages
    // of vendors, and support that has to be paid for.
    for (const name of Object.keys(unsupported)) {
      expect(name).toMatch(
        /^(?:CleanStart|GHC|Linux|OSS-Fuzz|(?:Echo|Root|Ubuntu:Pro:FIPS(?:-updates)?|Red Hat:rhel_\w+):.+)$/,
      );
    }

    const store = await openAdvisories({ directory });
    for (const [type, name, vulnerability, affected, fixed, system] of facts) {
      const [id, versionId] = system?.split(" ") ?? [];
      const distribution = id !== undefined && versionId !== undefined && { id, versionId };
      const idsOf = async (version: string) => {
        const list = inventory([installed(type, name, version)], distribution || undefined);
        const { findings, incomplete } = await matchPackages(list, store);
        expect(incomplete, `${type} ${name} ${version}`).toEqual([]);
        return vulnerabilitiesIn(findings);
      };
      expect(await idsOf(affected), `${type} ${name} ${affected}`).toContain(vulnerability);
      expect(await idsOf(fixed), `${type} ${name} ${fixed}`).not.toContain(vulnerability);
    }
  });
});
