import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { licenceCategory } from "../../src/licences/categories.ts";
import { normaliseExpression } from "../../src/licences/expression.ts";
import { toSpdxExpression } from "../../src/licences/names.ts";

describe("toSpdxExpression", () => {
  it.each([
    // Debian's copyright-format 1.0
    ["GPL-2+", "GPL-2.0-or-later"],
    ["LGPL-2.1", "LGPL-2.1-only"],
    ["Expat", "MIT"],
    ["GPL-1+ or Artistic", "GPL-1.0-or-later OR Artistic-1.0-Perl"],
    ["GPL-2+ with Autoconf exception", "GPL-2.0-or-later WITH Autoconf-exception-generic"],
    ["GFDL-NIV-1.3+", "GFDL-1.3-or-later"],
    ["GPL", "GPL-1.0-or-later"],
    ["public-domain", "LicenseRef-public-domain"],
    // Fedora
    ["GPLv2+ and LGPLv2+ and MIT", "GPL-2.0-or-later AND LGPL-2.0-or-later AND MIT"],
    ["(GPLv3+ or ASL 2.0) and MIT", "(GPL-3.0-or-later OR Apache-2.0) AND MIT"],
    // package.json, wheels, crates
    ["MIT", "MIT"],
    ["Apache License 2.0", "Apache-2.0"],
    ["MIT/Apache-2.0", "MIT OR Apache-2.0"],
    ["GPL-3.0", "GPL-3.0-only"],
    ["LGPL-2.1+ OR mit", "LGPL-2.1-or-later OR MIT"],
    ["GNU GPL v3 or later", "GPL-3.0-or-later"],
  ])("reads %s", (words, expression) => {
    expect(toSpdxExpression(words)).toBe(expression);
  });

  it.each([
    ["SEE LICENSE IN LICENSE.txt"],
    ["UNLICENSED"],
    ["GPL-2 with OpenSSL exception"],
    ["MIT and Tcl-BSDish"],
    ["GPL-7"],
    ["and"],
    [""],
  ])("does not guess what %j means", (words) => {
    expect(toSpdxExpression(words)).toBeUndefined();
  });

  it("gives a valid expression or nothing, whatever the words", () => {
    const word = fc.constantFrom(
      "GPL-2+",
      "MIT",
      "and",
      "or",
      "with",
      "(",
      ")",
      ",",
      "/",
      "Expat",
      "x",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((all) => all.join(" ")),
        ),
        (words) => {
          const expression = toSpdxExpression(words);
          if (expression !== undefined) expect(normaliseExpression(expression)).toBe(expression);
        },
      ),
    );
  });
});

describe("licenceCategory", () => {
  it.each([
    ["MIT", "permissive"],
    ["MPL-2.0", "weak-copyleft"],
    ["LGPL-2.1-or-later", "weak-copyleft"],
    ["GPL-2.0-only", "strong-copyleft"],
    ["AGPL-3.0-only", "network-copyleft"],
    ["SSPL-1.0", "source-available"],
    ["CC0-1.0", "public-domain"],
    ["LicenseRef-own", "unknown"],
  ])("tells that %s is %s", (id, category) => {
    expect(licenceCategory(id)).toBe(category);
  });
});
