import { describe, expect, it } from "vitest";
import { parseGemspec } from "../../src/formats/gemspec.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

function gemspec(...lines: string[]): string {
  return [
    "# -*- encoding: utf-8 -*-",
    "# stub: demo 1.0.0 ruby lib",
    "",
    "Gem::Specification.new do |s|",
    ...lines.map((line) => `  ${line}`),
    "end",
  ].join("\n");
}

const parse = (text: string) => parseGemspec(text, "specifications/demo-1.0.0.gemspec");

describe("parseGemspec", () => {
  it("reads what RubyGems writes", () => {
    const text = gemspec(
      's.name = "nokogiri".freeze',
      's.version = "1.16.0".freeze',
      's.platform = "x86_64-linux".freeze',
      's.licenses = ["MIT".freeze, "Apache-2.0".freeze]',
    ).replace("demo 1.0.0 ruby", "nokogiri 1.16.0 x86_64-linux");
    expect(parse(text)).toEqual({
      name: "nokogiri",
      version: "1.16.0",
      architecture: "x86_64-linux",
      licences: ["MIT", "Apache-2.0"],
    });
  });

  it("reads the literals of older RubyGems", () => {
    expect(
      parse(
        gemspec("s.name = %q{rack}", 's.version = Gem::Version.new("2.0.1")', "s.license = 'MIT'"),
      ),
    ).toEqual({ name: "rack", version: "2.0.1", licences: ["MIT"] });
  });

  it("takes from the stub line what Ruby would have to compute", () => {
    const computed = ["s.name = NAME", 's.version = "#{A}.0"', "s.platform = Gem::Platform::RUBY"];
    expect(parse(gemspec(...computed))).toEqual({ name: "demo", version: "1.0.0", licences: [] });
    expect(parse(gemspec('s.version = "1" + ".2"')).version).toBe("1.0.0");
  });

  it("keeps the first statement, and does not mistake those about other things for the gem's", () => {
    const text = gemspec(
      's.name = "a"',
      's.version = "1"',
      's.required_ruby_version = "9"',
      's.installed_by_version = "3.4"',
      'other.version = "8"',
      's.version = "7"',
    );
    expect(parse(text)).toMatchObject({ name: "a", version: "1" });
  });

  it("throws MALFORMED on what is no gemspec, and on one that states no version", () => {
    const none = ["", "Gem::Specif\n  s.name = 'foo'", "Gem::Specification.new do |s|\n  s.name ="];
    const versionless =
      "Gem::Specification.new do |spec|\n  spec.name = 'a'\n  spec.version = A::V\nend";
    for (const text of [...none, versionless]) {
      expect(() => parse(text)).toThrow(expect.objectContaining({ code: "MALFORMED" }));
    }
  });

  it("reads the gemspecs of real gems", ({ skip }) => {
    const expected = {
      "google__osv-scalibr/ruby/gemspec/rss-0.2.9.gemspec": "rss 0.2.9 BSD-2-Clause",
      "google__osv-scalibr/ruby/gemspec/yaml-0.2.1.gemspec": "yaml 0.2.1 Ruby,BSD-2-Clause",
      "anchore__syft/ruby/bundler.gemspec": "bundler 2.1.4 MIT",
      "anchore__syft/ruby/formatador.gemspec": "formatador 1.1.0 MIT",
    };
    for (const [file, written] of Object.entries(expected)) {
      const text = realFile(`gemspec/${file}`);
      if (text === undefined) return skip();
      const { name, version, licences } = parseGemspec(text, file);
      expect(`${name} ${version} ${licences}`).toBe(written);
      expectOnlyTypedErrors((damaged) => parseGemspec(damaged, file), [text]);
    }
  });

  it("reads hostile lines in bounded time", () => {
    const line = `s.name = ${'"\\'.repeat(100_000)}`;
    expect(() => parse(gemspec(...Array.from({ length: 30 }, () => line)))).not.toThrow();
  });
});
