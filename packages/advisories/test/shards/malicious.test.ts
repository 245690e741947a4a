import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildAdvisories,
  matchPackages,
  openAdvisories,
  searchAdvisories,
  verifyAdvisories,
} from "../../src/index.ts";
import {
  hashName,
  NameFilter,
  packHashes,
  restFileOf,
  restFiles,
  unpackHashes,
} from "../../src/shards/name-filter.ts";
import { serve } from "../pull/support.ts";
import { installed, inventory, osv, temporaryFolder, vulnerabilitiesIn } from "../support.ts";

const always = [{ introduced: "0" }];

/** Six thousand malicious packages, and one that has a flaw too. */
async function built(): Promise<string> {
  const folder = await temporaryFolder();
  const records = Array.from({ length: 6_000 }, (_, at) =>
    osv(`MAL-2024-${at}`, "npm", `evil-${at}`, always),
  );
  records.push(osv("GHSA-1", "npm", "evil-7", [{ introduced: "0" }, { fixed: "2.0.0" }]));
  records.push(osv("GHSA-2", "npm", "a", [{ introduced: "0" }, { fixed: "2.0.0" }]));
  await writeFile(join(folder, "feed.json"), JSON.stringify(records));
  const out = join(folder, "out");
  const { shards } = await buildAdvisories({ from: [join(folder, "feed.json")], out });
  expect(shards).toMatchObject([{ key: "npm", packages: 6_001, advisories: 6_002 }]);
  return out;
}

const list = (...names: string[]) =>
  inventory(names.map((name) => installed("npm", name, "1.0.0")));

describe("malicious packages", () => {
  it("are found, and cost one file only for an image that has one", async () => {
    const site = await serve(await built());
    const find = async (...names: string[]) => {
      site.requests.length = 0;
      const store = await openAdvisories({ mirrors: [site.url] });
      const { findings, incomplete } = await matchPackages(list(...names), store);
      expect(incomplete).toEqual([]);
      const rest = site.requests.filter((line) => line.includes(".rest-"));
      return { findings, ids: vulnerabilitiesIn(findings), files: rest.length };
    };
    expect(await find("a", "b", "evil", "c")).toMatchObject({ ids: ["GHSA-2"], files: 0 });
    const evil = await find("evil-42", "a");
    expect(evil).toMatchObject({ ids: ["MAL-2024-42", "GHSA-2"], files: 1 });
    expect(evil.findings[0]?.title).toBe("evil-42 1.0.0: evil-42 is broken (MAL-2024-42)");
    // What has other advisories too lies with them.
    expect(await find("evil-7")).toMatchObject({ ids: ["GHSA-1", "MAL-2024-7"], files: 0 });
  });

  it("are found by search, under their name and identifier", async () => {
    const store = await openAdvisories({ directory: await built() });
    for (const query of ["evil-42", "mal-2024-42"]) {
      const found = await searchAdvisories(store, query);
      expect(found.map(({ name, advisory }) => `${name} ${advisory.id}`)).toEqual([
        "evil-42 MAL-2024-42",
      ]);
    }
  });

  it("that cannot be looked up are told, and the others are matched", async () => {
    const directory = await built();
    for (const name of await readdir(directory)) {
      if (name.includes(".rest-")) await rm(join(directory, name));
    }
    const { broken, files } = await verifyAdvisories(directory);
    expect({ broken: broken.length, files }).toEqual({ broken: restFiles, files: restFiles + 2 });
    const store = await openAdvisories({ directory });
    const { findings, incomplete } = await matchPackages(list("evil-42", "a"), store);
    expect(vulnerabilitiesIn(findings)).toEqual(["GHSA-2"]);
    expect(incomplete).toMatchObject([{ code: "READ_FAILED", what: "evil-42 1.0.0" }]);
  });
});

describe("the filter of names", () => {
  it("has every name that was put in", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 200 }), (names) => {
        const filter = new NameFilter(unpackHashes(packHashes(names.map(hashName))));
        for (const name of names) {
          expect(filter.mayHave(name)).toBe(true);
          expect(restFileOf(name)).toBeLessThan(restFiles);
        }
      }),
    );
  });

  it("says no to nearly every other name", () => {
    const names = Array.from({ length: 5_000 }, (_, at) => hashName(`in-${at}`));
    const filter = new NameFilter(unpackHashes(packHashes(names)));
    const others = Array.from({ length: 5_000 }, (_, at) => `out-${at}`);
    expect(others.filter((name) => filter.mayHave(name)).length).toBeLessThan(3);
  });

  it("of any text ends", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unpackHashes(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
