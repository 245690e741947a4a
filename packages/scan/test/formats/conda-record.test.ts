import { describe, expect, it } from "vitest";
import { parseCondaRecord } from "../../src/formats/conda-record.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const folder = "conda/google__osv-scalibr/python/condameta";

describe("parseCondaRecord", () => {
  it("reads name, version, platform and licence", () => {
    const record = {
      name: "zlib",
      version: "1.2.13",
      subdir: "linux-64",
      build: "h5eee18b_0",
      license: "Zlib",
      files: [],
    };
    expect(parseCondaRecord(JSON.stringify(record), "x")).toEqual({
      name: "zlib",
      version: "1.2.13",
      architecture: "linux-64",
      build: "h5eee18b_0",
      licences: ["Zlib"],
    });
  });

  it("throws MALFORMED on a record without name or version, and on what is no record", () => {
    for (const text of ["", "[]", '{"name":"a"}', '{"version":"1"}', '{"name":1,"version":"1"}']) {
      expect(() => parseCondaRecord(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("reads a real record, and refuses real broken ones", ({ skip }) => {
    const [valid, invalid, nameless] = ["valid", "invalid", "noname"].map((name) =>
      realFile(`${folder}/${name}`),
    );
    if (valid === undefined || invalid === undefined || nameless === undefined) return skip();
    expect(parseCondaRecord(valid, "x")).toEqual({
      name: "jupyterlab",
      version: "3.1.12",
      architecture: "linux-64",
      build: "py39hf3db000",
      licences: ["BSD-3-Clause"],
    });
    expect(() => parseCondaRecord(invalid, "x")).toThrow();
    expect(() => parseCondaRecord(nameless, "x")).toThrow();
    expectOnlyTypedErrors((text) => parseCondaRecord(text, "x"), [valid]);
  });

  it("throws typed errors only, however the record is damaged", () => {
    expectOnlyTypedErrors(
      (text) => parseCondaRecord(text, "x"),
      ['{"name":"a","version":"1","subdir":"noarch","license":"MIT"}'],
    );
  });
});
