import type { Inspector } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { composerInspector } from "../../src/inspectors/composer.ts";
import { condaInspector } from "../../src/inspectors/conda.ts";
import { cpanInspector } from "../../src/inspectors/cpan.ts";
import { dotnetInspector } from "../../src/inspectors/dotnet.ts";
import { gemInspector } from "../../src/inspectors/gem.ts";
import { luarocksInspector } from "../../src/inspectors/luarocks.ts";
import { otpInspector } from "../../src/inspectors/otp.ts";
import { pythonInspector } from "../../src/inspectors/python.ts";
import { rInspector } from "../../src/inspectors/r.ts";
import { wordPressInspector } from "../../src/inspectors/wordpress.ts";
import { fileEntry } from "../support/image-facts.ts";

/** Paths where each finds packages, and paths that only look alike. */
const cases: readonly [Inspector, readonly string[], readonly string[]][] = [
  [
    pythonInspector,
    [
      "usr/lib/python3/dist-packages/Django-2.2.28.egg-info/PKG-INFO",
      "usr/lib/python3/dist-packages/PyYAML-5.3.1.egg-info",
      "opt/venv/lib/python3.11/site-packages/pip-23.0.1.dist-info/METADATA",
      "lib/six-1.0-py3.9.egg/EGG-INFO/PKG-INFO",
      "site-packages/v.DIST-INFO/METADATA",
    ],
    [
      "METADATA",
      "app/PKG-INFO",
      "x.dist-info/RECORD",
      "x.egg-info/SOURCES.txt",
      "EGG-INFO/PKG-INFO",
    ],
  ],
  [
    condaInspector,
    ["opt/conda/conda-meta/zlib-1.2.13-h5eee18b_0.json", "conda-meta/a.json"],
    ["opt/conda/conda-meta/history", "opt/conda/pkgs/a/info/index.json", "x-conda-meta/a.json"],
  ],
  [
    gemInspector,
    [
      "usr/lib/ruby/gems/3.1.0/specifications/rake-13.0.6.gemspec",
      "usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec",
      "usr/share/rubygems-integration/all/specifications/rack-2.1.4.gemspec",
    ],
    [
      "usr/lib/ruby/gems/3.1.0/gems/rake-13.0.6/rake.gemspec",
      "app/app.gemspec",
      "my-specifications/a.gemspec",
      "specifications/x/a.gemspec",
    ],
  ],
  [
    composerInspector,
    ["app/vendor/composer/installed.json", "app/lib/composer/installed.json"],
    ["app/installed.json", "app/vendor/composer/installed.php", "app/composer.lock"],
  ],
  [
    dotnetInspector,
    ["app/App.deps.json", "usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/a.deps.json"],
    ["app/App.runtimeconfig.json", "app/deps.json"],
  ],
  [
    rInspector,
    ["usr/lib/R/library/base/DESCRIPTION", "usr/lib/R/site-library/digest/DESCRIPTION"],
    ["DESCRIPTION", "app/DESCRIPTION.md", "app/description"],
  ],
  [
    luarocksInspector,
    [
      "usr/local/lib/luarocks/rocks-5.1/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec",
      "usr/lib/luarocks/rocks/kong/3.7.0-0/kong-3.7.0-0.rockspec",
    ],
    [
      "src/lpeg-1.0.2-1.rockspec",
      "rocks-5.1/lpeg/1.0.2-1/other-1.0.2-1.rockspec",
      "rocks-5.1/lpeg/1.0.2-1/rock_manifest",
    ],
  ],
  [
    cpanInspector,
    ["usr/local/lib/perl5/site_perl/5.36.0/x86_64-linux-gnu/.meta/URI-5.27/MYMETA.json"],
    ["build/URI-5.27/MYMETA.json", ".meta/MYMETA.json", ".meta/URI-5.27/install.json"],
  ],
  [
    otpInspector,
    ["usr/lib/erlang/lib/kernel-8.5.3/ebin/kernel.app", "app/lib/phoenix-1.7.10/ebin/phoenix.app"],
    ["src/my.app", "src/my.app.src", "lib/a/ebin/a.appup", "lib/webin/a.app"],
  ],
  [
    wordPressInspector,
    [
      "var/www/html/wp-content/plugins/akismet/akismet.php",
      "var/www/html/wp-content/plugins/hello.php",
      "wp-content/mu-plugins/own.php",
      "srv/wp-content/themes/twenty/style.css",
    ],
    [
      "wp-content/plugins/akismet/views/start.php",
      "wp-content/plugins/akismet/style.css",
      "wp-content/themes/twenty/functions.php",
      "wp-includes/version.php",
    ],
  ],
];

describe("the inspectors of language packages", () => {
  it.for(cases.map(([inspector, ...paths]) => [inspector.id, inspector, ...paths] as const))(
    "%s: want what installs something, and nothing that looks alike",
    ([, inspector, installed, others]) => {
      const wanted = [...installed, ...others].filter(
        (path) => inspector.wants(fileEntry(path)) !== undefined,
      );
      expect(wanted).toEqual(installed);
    },
  );

  it("want regular files and hard links, and neither symlinks nor folders", () => {
    for (const [inspector, [path = ""]] of cases) {
      const wishes = (["file", "hardlink", "symlink", "directory"] as const).map((type) =>
        inspector.wants(fileEntry(path, { type })),
      );
      const bytes = inspector === wordPressInspector ? 8192 : Number.POSITIVE_INFINITY;
      expect(wishes, path).toEqual([bytes, bytes, undefined, undefined]);
    }
  });

  it("refuse files of impossible size, unread", () => {
    for (const [inspector, [path = ""]] of cases) {
      if (inspector === wordPressInspector) continue;
      const huge = fileEntry(path, { size: 1e10 });
      expect(inspector.wants(huge)).toBe(0);
      expect(() => inspector.inspect(huge, Buffer.alloc(0))).toThrow(
        expect.objectContaining({ code: "LIMIT_EXCEEDED", subject: path }),
      );
    }
  });

  it("give a rock the name and version of its folders, whatever its program says", () => {
    const path = "usr/lib/luarocks/rocks-5.1/lua-cjson/2.1.0.10-1/lua-cjson-2.1.0.10-1.rockspec";
    const text = 'package = name\nversion = v.."-1"\ndescription = { license = "MIT" }';
    expect(luarocksInspector.inspect(fileEntry(path), Buffer.from(text))).toEqual({
      name: "lua-cjson",
      version: "2.1.0.10-1",
      licences: ["MIT"],
    });
  });

  it("know a WordPress plugin by its folder or, without one, by its file", () => {
    const header = Buffer.from("<?php\n/*\nPlugin Name: Hello Dolly\nVersion: 1.7\n*/");
    const inspect = (path: string) => wordPressInspector.inspect(fileEntry(path), header);
    expect(inspect("wp-content/plugins/hello.php")).toMatchObject({
      name: "hello",
      kind: "plugin",
    });
    expect(inspect("wp-content/plugins/hello-dolly/hello.php")).toMatchObject({
      name: "hello-dolly",
      version: "1.7",
    });
  });
});
