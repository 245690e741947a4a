import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compareVersions, type VersionScheme } from "../../src/index.ts";
import { sharedFile } from "../support.ts";

// How many lines compare texts that are no versions of the scheme: nothing is concluded from them.
// apk: "1-ruff", "1.2.0D", "c"; PyPI: from before PEP 440, like "0.1-charmander"; Packagist: what
// Composer refuses ("1.2.3.#", "3.0.0b1.post1") and the branch "dev-foo", which it does not order.
const files: readonly [VersionScheme, string, number][] = [
  ["dpkg", "debian-versions", 0],
  ["dpkg", "debian-versions-generated", 0],
  ["apk", "alpine-versions", 14],
  ["apk", "alpine-versions-generated", 0],
  ["maven", "maven-versions", 0],
  ["maven", "maven-versions-generated", 0],
  ["pep440", "pypi-versions", 6],
  ["pep440", "pypi-versions-generated", 36],
  ["rpm", "redhat-versions", 0],
  ["semver", "semver-versions", 0],
  ["go", "semver-versions", 0],
  ["gem", "rubygems-versions", 0],
  ["gem", "rubygems-versions-generated", 0],
  ["nuget", "nuget-versions", 0],
  ["composer", "packagist-versions", 5],
  ["composer", "packagist-versions-generated", 5],
  ["semver-build", "pub-versions", 0],
  ["cran", "cran-versions", 0],
  ["cran", "cran-versions-generated", 0],
  ["pvp", "hackage-versions", 0],
];

// Lines that we contradict. The Packagist vectors were made by PHP's version_compare alone. Composer
// first fills up the numbers (3.0 is 3.0.0) and forgets about case, so that it says the opposite.
const contradicted = new Set([
  "v3.0 < v3.0.0-beta",
  "v3.4 < v3.4.0-alpha",
  "v4.4 < v4.4.0-beta",
  "v4-beta4 < v4.0-alpha",
  "v1.9.0-BETA.1 < v1.9.0-ALPHA.2",
]);

describe("published vectors of version ordering", () => {
  it.for(files)("%s agrees with every line of %s", ([scheme, name, incomparable], { skip }) => {
    const path = sharedFile(`data/version-order/${name}.txt.gz`);
    if (path === undefined) return skip("no shared test data");
    const wrong: string[] = [];
    let unanswered = 0;
    let lines = 0;
    for (const line of gunzipSync(readFileSync(path)).toString().split("\n")) {
      const match = /^(.*?) ([<>=]) (.*)$/.exec(line.trim());
      if (!match || /^(?:#|\/\/)/.test(line)) continue;
      lines += 1;
      const order = compareVersions(scheme, match[1]!, match[3]!);
      if (order === undefined) unanswered += 1;
      else if ((["<", "=", ">"][Math.sign(order) + 1] === match[2]) === contradicted.has(line)) {
        wrong.push(line);
      }
    }
    expect(lines).toBeGreaterThan(3);
    expect(wrong).toEqual([]);
    expect(unanswered).toBe(incomparable);
  });
});
