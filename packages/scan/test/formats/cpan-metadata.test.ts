import { describe, expect, it } from "vitest";
import { parseCpanMetadata } from "../../src/formats/cpan-metadata.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const sample = '{"name":"URI","version":"5.27","license":["perl_5"]}';

describe("parseCpanMetadata", () => {
  it("reads name, version and licence", () => {
    expect(parseCpanMetadata(sample, "x")).toEqual({
      name: "URI",
      version: "5.27",
      licences: ["perl_5"],
    });
    expect(parseCpanMetadata(sample.replace("perl_5", "unknown"), "x").licences).toEqual([]);
  });

  it("throws MALFORMED without name or version", () => {
    for (const text of ["", "[]", '{"name":"a"}', '{"version":"1"}']) {
      expect(() => parseCpanMetadata(text, "x")).toThrow(
        expect.objectContaining({ code: "MALFORMED", subject: "x" }),
      );
    }
  });

  it("reads the metadata of real distributions, and refuses real ones without name or version", ({
    skip,
  }) => {
    const read = (name: string) =>
      realFile(`r-perl-lua-wordpress/google__osv-scalibr/perl/cpan/META_${name}.json`);
    const [helpers, uri, nameless, versionless] = [
      "correct1",
      "correct2",
      "withoutname",
      "withoutversion",
    ].map(read);
    if (!helpers || !uri || !nameless || !versionless) return skip();
    expect(parseCpanMetadata(helpers, "x")).toMatchObject({ name: "ExtUtils-Helpers" });
    expect(parseCpanMetadata(uri, "x")).toMatchObject({ name: "URI", licences: ["perl_5"] });
    expect(() => parseCpanMetadata(nameless, "x")).toThrow();
    expect(() => parseCpanMetadata(versionless, "x")).toThrow();
  });

  it("throws typed errors only, however the file is damaged", () => {
    expectOnlyTypedErrors((text) => parseCpanMetadata(text, "x"), [sample]);
  });
});
