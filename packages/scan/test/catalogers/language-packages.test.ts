import type { ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { normalisePythonName } from "../../src/catalogers/python.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";

function catalog(files: LayerFiles): ReturnType<typeof catalogPackages> {
  const layers = layersOf([files]);
  return catalogPackages(factsOf([files], scanInspectors), { layers, config: {} as ImageConfig });
}

describe("the catalogers of language packages", () => {
  it("name each package by its package URL", () => {
    const gemspec =
      "# stub: nokogiri 1.16.0 x86_64-linux lib\nGem::Specification.new do |s|\n  s.name = 'nokogiri'\nend";
    const { inventory, incomplete } = catalog({
      "lib/python3/site-packages/Zope.Interface-5.4.dist-info/METADATA":
        "Name: Zope.Interface\nVersion: 5.4\n",
      "opt/conda/conda-meta/zlib.json":
        '{"name":"zlib","version":"1.2.13","build":"h5_0","subdir":"linux-64"}',
      "gems/specifications/nokogiri-1.16.0-x86_64-linux.gemspec": gemspec,
      "app/vendor/composer/installed.json": '[{"name":"Monolog/Monolog","version":"3.5.0"}]',
      "app/App.deps.json": '{"libraries":{"Newtonsoft.Json/13.0.1":{"type":"package"}}}',
      "usr/lib/R/library/digest/DESCRIPTION": "Package: digest\nVersion: 0.6.31\nBuilt: R 4.2\n",
      "lib/luarocks/rocks-5.1/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec": "",
      "perl5/.meta/URI-5.27/MYMETA.json": '{"name":"URI","version":"5.27"}',
      "app/lib/phoenix-1.7.10/ebin/phoenix.app": '{application,phoenix,[{vsn,"1.7.10"}]}.',
      "wp-content/plugins/akismet/akismet.php": "Plugin Name: Akismet\nVersion: 5.3\n",
      "wp-content/themes/akismet/style.css": "Theme Name: Akismet\nVersion: 5.3\n",
    });
    expect(incomplete).toEqual([]);
    expect(inventory.packages.map(({ type, name, purl }) => `${type} ${name} ${purl}`)).toEqual([
      "composer Monolog/Monolog pkg:composer/monolog/monolog@3.5.0",
      "conda zlib pkg:conda/zlib@1.2.13?build=h5_0&subdir=linux-64",
      "cpan URI pkg:cpan/URI@5.27",
      "cran digest pkg:cran/digest@0.6.31",
      "gem nokogiri pkg:gem/nokogiri@1.16.0?platform=x86_64-linux",
      "generic wordpress-plugin/akismet pkg:generic/wordpress-plugin/akismet@5.3",
      "generic wordpress-theme/akismet pkg:generic/wordpress-theme/akismet@5.3",
      "luarocks lpeg pkg:luarocks/lpeg@1.0.2-1",
      "nuget Newtonsoft.Json pkg:nuget/Newtonsoft.Json@13.0.1",
      "otp phoenix pkg:otp/phoenix@1.7.10",
      "pypi Zope.Interface pkg:pypi/zope-interface@5.4",
    ]);
  });

  it("list what stands in a damaged list, and report the rest as incomplete", () => {
    const path = "app/vendor/composer/installed.json";
    const { inventory, incomplete } = catalog({
      [path]: '[{"name":"a/b","version":"1"},{"name":"c/d"}]',
    });
    expect(inventory.packages.map(({ name }) => name)).toEqual(["a/b"]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: path }]);
  });

  it("normalise Python's names as PEP 503 says", () => {
    for (const name of ["Friendly-Bard", "friendly.bard", "FRIENDLY_BARD", "friendly-._.-bard"]) {
      expect(normalisePythonName(name)).toBe("friendly-bard");
    }
  });
});
