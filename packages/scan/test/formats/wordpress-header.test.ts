import { describe, expect, it } from "vitest";
import { parseWordPressHeader } from "../../src/formats/wordpress-header.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { realFile } from "../support/shared.ts";

const akismet = "<?php\n/*\nPlugin Name:Akismet\nVersion: 5.3\nLicense: GPLv2 or later\n*/\n";

describe("parseWordPressHeader", () => {
  it("reads a plugin under the name of its folder", () => {
    expect(parseWordPressHeader(akismet, "plugin", "akismet")).toEqual({
      name: "akismet",
      version: "5.3",
      licences: ["GPLv2 or later"],
    });
  });

  it("reads the header however its comment is drawn", () => {
    const drawn = [
      "/**\n * Plugin Name: A\n * Version: 1.0\n */",
      "<?php // Plugin Name: A\n<?php // Version: 1.0",
      "# plugin name: A\r\n# VERSION: 1.0\r\n",
      "/* Plugin Name: A\n Version: 1.0 */ ?>",
    ];
    for (const text of drawn) {
      expect(parseWordPressHeader(text, "plugin", "a")?.version, text).toBe("1.0");
    }
  });

  it("reads a theme, and does not take a plugin for one", () => {
    const style = "/*\nTheme Name: Twenty\nVersion: 2.1\n*/";
    expect(parseWordPressHeader(style, "theme", "twenty")).toMatchObject({ version: "2.1" });
    expect(parseWordPressHeader(style, "plugin", "twenty")).toBeUndefined();
    expect(parseWordPressHeader(akismet, "theme", "akismet")).toBeUndefined();
  });

  it("finds nothing in a file without a header, and nothing without a version", () => {
    for (const text of [
      "",
      "<?php\n// Version: 1",
      "/* Plugin Name: A */",
      "Plugin Name:\nVersion: 1",
    ]) {
      expect(parseWordPressHeader(text, "plugin", "a")).toBeUndefined();
    }
  });

  it("reads the headers of real plugins", ({ skip }) => {
    const folder = "r-perl-lua-wordpress/anchore__syft/wordpress/glob-paths/wp-content/plugins";
    const expected = {
      [`${folder}/akismet/akismet.php`]: "5.3",
      [`${folder}/all-in-one-wp-migration/all-in-one-wp-migration.php`]: "7.78",
      "r-perl-lua-wordpress/google__osv-scalibr/misc/wordpress/plugins/valid": "5.3",
    };
    for (const [file, version] of Object.entries(expected)) {
      const text = realFile(file);
      if (text === undefined) return skip();
      expect(parseWordPressHeader(text, "plugin", "a")?.version).toBe(version);
    }
  });

  it("never throws, and reads hostile text in bounded time", () => {
    expectOnlyTypedErrors((text) => parseWordPressHeader(text, "plugin", "a"), [akismet]);
    expect(parseWordPressHeader(" ".repeat(8192), "plugin", "a")).toBeUndefined();
    expect(parseWordPressHeader(`Version:${" ".repeat(8000)}x`, "plugin", "a")).toBeUndefined();
  });
});
