import { describe, expect, it } from "vitest";
import { parseComposerInstalled } from "../../src/formats/composer-installed.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";

const monolog = {
  name: "monolog/monolog",
  version: "3.5.0",
  version_normalized: "3.5.0.0",
  license: ["MIT"],
};
const symfony = { name: "symfony/console", version: "v6.4.1", license: "MIT" };

const parse = (value: unknown) => parseComposerInstalled(JSON.stringify(value, null, 4), "x");

describe("parseComposerInstalled", () => {
  it("reads the list of Composer 1 and the object of Composer 2 alike", () => {
    const expected = {
      packages: [
        { name: "monolog/monolog", version: "3.5.0", licences: ["MIT"] },
        { name: "symfony/console", version: "v6.4.1", licences: ["MIT"] },
      ],
      faults: [],
    };
    expect(parse([monolog, symfony])).toEqual(expected);
    expect(parse({ packages: [monolog, symfony], dev: true, "dev-package-names": [] })).toEqual(
      expected,
    );
    expect(parse([])).toEqual({ packages: [], faults: [] });
  });

  it("keeps the good packages of a damaged list, and says in which line the first bad one stands", () => {
    const found = parse([monolog, { name: "a/b" }, symfony, 7, null]);
    expect(found.packages.map(({ name }) => name)).toEqual(["monolog/monolog", "symfony/console"]);
    expect(found.faults).toEqual([
      {
        code: "MALFORMED",
        line: 11,
        why: '3 of 5 packages have no name or no version; the first is "a/b"',
      },
    ]);
  });

  it("names no line when the first bad package has no name", () => {
    expect(parse([{ version: "1" }, monolog]).faults).toEqual([
      {
        code: "MALFORMED",
        why: "1 of 2 packages have no name or no version; the first is nameless",
      },
    ]);
  });

  it("throws MALFORMED on what is no such list", () => {
    for (const text of ["", "{}", "7", "null", '"x"', '{"packages":{}}', "bogus installed.json"]) {
      expect(() => parseComposerInstalled(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("throws typed errors only, however the file is damaged", () => {
    expectOnlyTypedErrors(
      (text) => parseComposerInstalled(text, "x"),
      [JSON.stringify([monolog, symfony]), JSON.stringify({ packages: [monolog] }, null, 4)],
    );
  });

  it("stays fast when every package is broken", () => {
    const names = Array.from({ length: 200_000 }, (_, index) => ({ name: `a/${index}` }));
    expect(parse(names).faults).toHaveLength(1);
  });
});
