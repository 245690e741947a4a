import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownTexts } from "../../src/licences/known-texts.ts";
import { matchLicenceText } from "../../src/licences/match-text.ts";
import { spdxLicence } from "../../src/licences/spdx-ids.ts";

const debianTexts = "/usr/share/common-licenses";
const own = readFileSync(new URL("../../../../LICENSE", import.meta.url), "utf8");

/** The licence files of our own libraries that have one licence, with what their package.json says. */
function ourLibraries(): [string, string, string][] {
  const folder = new URL("../../../../node_modules/", import.meta.url);
  return readdirSync(folder).flatMap((name): [string, string, string][] => {
    const file = new URL(`${name}/LICENSE`, folder);
    const manifest = new URL(`${name}/package.json`, folder);
    if (!existsSync(file) || !existsSync(manifest)) return [];
    const { license } = JSON.parse(readFileSync(manifest, "utf8"));
    return [[name, license, readFileSync(file, "utf8")]];
  });
}

describe("matchLicenceText", () => {
  it("knows texts by identifiers of the SPDX list alone", () => {
    expect(knownTexts.map(({ id }) => spdxLicence(id))).toEqual(knownTexts.map(({ id }) => id));
    expect(knownTexts.length).toBeGreaterThan(50);
  });

  it("knows the licence of this project", () => {
    expect(matchLicenceText(own)).toEqual(["Apache-2.0"]);
  });

  it("agrees with package.json of the libraries that we use", () => {
    const libraries = ourLibraries();
    expect(libraries.length).toBeGreaterThan(50);
    // Bundled code under other licences, or a text that package.json does not tell.
    const wrong = libraries.filter(
      ([, licence, text]) => !matchLicenceText(text).includes(licence),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it("knows the texts that Debian ships", ({ skip }) => {
    if (!existsSync(debianTexts)) return skip(`there is no ${debianTexts}`);
    const read = (name: string) => readFileSync(`${debianTexts}/${name}`, "utf8");
    expect(matchLicenceText(read("GPL-2"))).toEqual(["GPL-2.0-only"]);
    expect(matchLicenceText(read("GPL-3"))).toEqual(["GPL-3.0-only"]);
    expect(matchLicenceText(read("LGPL-2.1"))).toEqual(["LGPL-2.1-only"]);
    expect(matchLicenceText(read("LGPL-3"))).toEqual(["LGPL-3.0-only"]);
    expect(matchLicenceText(read("MPL-2.0"))).toEqual(["MPL-2.0"]);
    expect(matchLicenceText(read("Artistic"))).toEqual(["Artistic-1.0-Perl"]);
    expect(matchLicenceText(`${read("GPL-2")}\n${read("Apache-2.0")}`).sort()).toEqual([
      "Apache-2.0",
      "GPL-2.0-only",
    ]);
  });

  it("takes no notice of case, line breaks and the holder's name", () => {
    const rewrapped = own.replace(/\s+/g, " ").toUpperCase();
    expect(matchLicenceText(`Copyright (c) 2020 Somebody\n${rewrapped}`)).toEqual(["Apache-2.0"]);
  });

  it("tells a notice by the licence's address", () => {
    const notice = "You may obtain a copy at http://www.apache.org/licenses/LICENSE-2.0 today";
    expect(matchLicenceText(notice)).toEqual(["Apache-2.0"]);
  });

  it("finds nothing in half of a text, and nothing in other texts", () => {
    expect(matchLicenceText(own.slice(500, own.length / 2).replaceAll("apache.org", ""))).toEqual(
      [],
    );
    expect(matchLicenceText("")).toEqual([]);
    fc.assert(
      fc.property(fc.lorem({ maxCount: 200 }), (text) => {
        expect(matchLicenceText(text)).toEqual([]);
      }),
    );
  });
});
