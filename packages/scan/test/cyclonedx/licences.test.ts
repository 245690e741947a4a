import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLicenceChoices } from "../../src/cyclonedx/licences.ts";
import { normaliseExpression } from "../../src/licences/expression.ts";

describe("toLicenceChoices", () => {
  it("tells identifiers, expressions and free words apart", () => {
    expect(toLicenceChoices(["MIT"])).toEqual([{ license: { id: "MIT" } }]);
    expect(toLicenceChoices(["apache-2.0"])).toEqual([{ license: { id: "Apache-2.0" } }]);
    expect(toLicenceChoices(["(MIT OR ISC)"])).toEqual([{ expression: "(MIT OR ISC)" }]);
    expect(toLicenceChoices(["BSD"])).toEqual([{ license: { name: "BSD" } }]);
    expect(toLicenceChoices([])).toEqual([]);
  });

  it("keeps an expression as a name beside others, because the schema allows it only alone", () => {
    expect(toLicenceChoices(["MIT", "ISC OR MIT"])).toEqual([
      { license: { id: "MIT" } },
      { license: { name: "ISC OR MIT" } },
    ]);
  });
});

describe("normaliseExpression", () => {
  it("accepts what SPDX allows", () => {
    const expressions: [string, string][] = [
      ["MIT AND  (ISC OR bsd-3-clause)", "MIT AND (ISC OR BSD-3-Clause)"],
      ["GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"],
      ["Apache-1.0+ OR LicenseRef-own", "Apache-1.0+ OR LicenseRef-own"],
      ["DocumentRef-x:LicenseRef-y", "DocumentRef-x:LicenseRef-y"],
    ];
    for (const [text, normal] of expressions) expect(normaliseExpression(text)).toBe(normal);
  });

  it("refuses what it does not", () => {
    const none = [
      "",
      "MIT ISC",
      "MIT OR",
      "OR MIT",
      "(MIT",
      "MIT)",
      "()",
      "MIT or ISC",
      "MIT WITH ISC",
      "(MIT) WITH Classpath-exception-2.0",
      "WITH",
      "MIT (ISC)",
      "Classpath-exception-2.0",
    ];
    for (const text of none) expect(normaliseExpression(text), text).toBeUndefined();
  });

  it("gives a form that it accepts and leaves as it is", () => {
    const word = fc.constantFrom(
      "MIT",
      "ISC",
      "AND",
      "OR",
      "WITH",
      "(",
      ")",
      "LLVM-exception",
      "x",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const normal = normaliseExpression(words.join(" "));
        if (normal !== undefined) expect(normaliseExpression(normal)).toBe(normal);
      }),
      { numRuns: 1000 },
    );
  });
});
