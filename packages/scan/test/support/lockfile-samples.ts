/** Lockfiles by hand: path, content, and the package URLs that are expected of it. */
export const lockfileSamples: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "Cargo.lock",
    `version = 3
[[package]]
name = "app"
version = "0.1.0"
[[package]]
name = "serde"
version = "1.0.1"
source = "registry+https://github.com/rust-lang/crates.io-index"
[[package]]
name = "git"
version = "0.2.0"
source = "git+https://example.org/git#1f"
`,
    ["cargo/serde@1.0.1", "cargo/git@0.2.0"],
  ],
  [
    "packages.lock.json",
    '{"version":1,"dependencies":{"net8.0":{"A":{"type":"Direct","resolved":"1.0.0"},"Own":{"type":"Project"}},"net6.0":{"A":{"type":"Transitive","resolved":"1.0.0"}}}}',
    ["nuget/A@1.0.0"],
  ],
  [
    "web/packages.config",
    '<?xml version="1.0"?><packages><package id="A" version="1.0" /><package id="Dev" version="1.0" developmentDependency="true"/></packages>',
    ["nuget/A@1.0"],
  ],
  [
    "App.csproj",
    '<Project Sdk="x"><ItemGroup><PackageReference Include="A" Version="1.0"/><PackageReference Include="B"><Version>[2.0]</Version></PackageReference><PackageReference Include="C" Version="3.*"/><PackageReference Include="D" Version="$(D)"/><PackageReference Include="E"/></ItemGroup></Project>',
    ["nuget/A@1.0", "nuget/B@2.0"],
  ],
  [
    "Directory.Packages.props",
    '<Project><ItemGroup><PackageVersion Include="A" Version="1.0"/></ItemGroup></Project>',
    ["nuget/A@1.0"],
  ],
  [
    "composer.lock",
    '{"packages":[{"name":"a/b","version":"v1.0"},{"name":"c/d","version":"1","dist":{"type":"path"}}],"packages-dev":[{"name":"e/f","version":"1"}]}',
    ["composer/a/b@v1.0"],
  ],
  [
    "Gemfile.lock",
    `GIT
  remote: https://example.org/g
  specs:
    from-git (0.1.0)

PATH
  remote: .
  specs:
    own (1.0.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0)
      racc (~> 1.4)
    nokogiri (1.16.0-x86_64-linux)
    pre (2.0.0.rc1)

DEPENDENCIES
  nokogiri (1.0)
`,
    ["gem/from-git@0.1.0", "gem/nokogiri@1.16.0", "gem/pre@2.0.0.rc1"],
  ],
  [
    "conan.lock",
    '{"version":"0.5","requires":["zlib/1.2.13#1f%1667396813.1","openssl/3.0.7@user/stable"],"build_requires":["cmake/3.25#1f"],"python_requires":[]}',
    ["conan/zlib@1.2.13", "conan/openssl@3.0.7"],
  ],
  [
    "conan.lock",
    '{"graph_lock":{"nodes":{"0":{"ref":"app/1.0","path":"conanfile.py"},"1":{"ref":"zlib/1.2.13#1f"},"2":{"ref":"cmake/3.25","context":"build"},"3":{"pref":"bzip2/1.0.8#1f:2e"}}}}',
    ["conan/zlib@1.2.13", "conan/bzip2@1.0.8"],
  ],
  [
    "vcpkg.json",
    '{"dependencies":["any",{"name":"fmt","version>=":"10.1.1#1"},{"name":"zlib","version>=":"1.2"},{"name":"tool","version>=":"1","host":true}],"overrides":[{"name":"zlib","version":"1.2.13"}]}',
    ["vcpkg/zlib@1.2.13", "vcpkg/fmt@10.1.1"],
  ],
  [
    "mix.lock",
    '%{\n  "a": {:hex, :a, "1.0.0", "1f", [:mix], [{:b, "~> 1.0", [hex: :b]}], "hexpm", "2e"},\n  "app_name": {:hex, :"other.name", "2.0.0", "1f"},\n  "git": {:git, "https://example.org", "1f", []},\n}',
    ["hex/a@1.0.0", "hex/other.name@2.0.0"],
  ],
  [
    "rebar.lock",
    '{"1.2.0",[{<<"a">>,{pkg,<<"hex_a">>,<<"1.0.0">>},0},{<<"g">>,{git,"https://example.org",{ref,"1f"}},0}]}.\n[{pkg_hash,[{<<"a">>, <<"1F">>}]}].',
    ["hex/hex_a@1.0.0"],
  ],
  [
    "pubspec.lock",
    `packages:
  a: {dependency: "direct main", source: hosted, version: "1.0.0"}
  dev: {dependency: "direct dev", source: hosted, version: "1.0.0"}
  sdk: {dependency: transitive, source: sdk, version: "0.0.0"}
  local: {dependency: "direct main", source: path, version: "1.0.0"}
  git: {dependency: transitive, source: git, version: "2.0.0"}
`,
    ["pub/a@1.0.0", "pub/git@2.0.0"],
  ],
  [
    "Package.resolved",
    '{"object":{"pins":[{"package":"NIO","repositoryURL":"git@github.com:apple/swift-nio.git","state":{"version":"2.0.0"}},{"package":"B","repositoryURL":"https://example.org/b","state":{"branch":"main","version":null}}]},"version":1}',
    ["swift/github.com/apple/swift-nio@2.0.0"],
  ],
  [
    "App.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved",
    '{"pins":[{"identity":"swift-nio","kind":"remoteSourceControl","location":"https://github.com/apple/swift-nio.git","state":{"revision":"1f","version":"2.0.0"}}],"version":3}',
    ["swift/github.com/apple/swift-nio@2.0.0"],
  ],
  [
    "Podfile.lock",
    `PODS:
  - A (1.0.0):
    - A/Core (= 1.0.0)
  - A/Core (1.0.0)
  - "B+C (2.0.0)"
  - Own (0.1.0)
EXTERNAL SOURCES:
  Own:
    :path: "../Own"
COCOAPODS: 1.11.2
`,
    ["cocoapods/A@1.0.0", "cocoapods/B%2BC@2.0.0"],
  ],
  [
    "renv.lock",
    '{"R":{"Version":"4.3.1"},"Packages":{"digest":{"Package":"digest","Version":"0.6.31","Source":"Repository"},"BiocGenerics":{"Package":"BiocGenerics","Version":"0.46.0","Source":"Bioconductor"},"own":{"Package":"own","Version":"1.0","Source":"Local"}}}',
    ["cran/digest@0.6.31", "bioconductor/BiocGenerics@0.46.0"],
  ],
  [
    "stack.yaml.lock",
    `packages:
- completed: {hackage: "aeson-2.0.3.0@sha256:1f,2e"}
  original: {hackage: aeson-2.0.3.0}
- completed: {name: from-git, version: 0.1.0.0, git: "https://example.org", commit: 1f}
snapshots: []
`,
    ["hackage/aeson@2.0.3.0", "hackage/from-git@0.1.0.0"],
  ],
  [
    "cabal.project.freeze",
    "active-repositories: hackage.haskell.org:merge\nconstraints: any.aeson ==2.0.3.0,\n             any.base installed,\n             tls +compat,\n             tls ==1.6.0\nindex-state: x\n",
    ["hackage/aeson@2.0.3.0", "hackage/tls@1.6.0"],
  ],
  [
    "app.opam.locked",
    'opam-version: "2.0"\ndepends: [\n  "ocaml" {= "4.14.1"}\n  "alcotest" {= "1.7.0" & with-test}\n  "yojson" {= "2.1.0"}\n  "any"\n  "least" {>= "1.0"}\n]\nconflicts: [\n  "x" {= "1.0"}\n]\n',
    ["opam/ocaml@4.14.1", "opam/yojson@2.1.0"],
  ],
  [
    "luarocks.lock",
    'return {\n  dependencies = {\n    ["lua-cjson"] = "2.1.0-1",\n    lpeg = "1.0.2-1"\n  },\n  test_dependencies = {\n    busted = "2.1.1-1"\n  }\n}\n',
    ["luarocks/lua-cjson@2.1.0-1", "luarocks/lpeg@1.0.2-1"],
  ],
  [
    "Manifest.toml",
    'julia_version = "1.9"\nmanifest_format = "2.0"\n[[deps.JSON]]\nuuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"\nversion = "0.21.4"\n[[deps.Dates]]\nuuid = "x"\n[[deps.Own]]\npath = "own"\nversion = "1.0.0"\n',
    ["julia/JSON@0.21.4?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6"],
  ],
  [
    "conda-lock.yml",
    `version: 1
package:
- {name: zlib, version: 1.2.13, manager: conda, platform: linux-64, category: main}
- {name: zlib, version: 1.2.13, manager: conda, platform: osx-64, category: main}
- {name: Flask, version: 2.0.0, manager: pip, platform: linux-64, category: main}
- {name: pytest, version: 7.0.0, manager: conda, platform: linux-64, category: dev}
`,
    ["conda/zlib@1.2.13", "pypi/flask@2.0.0"],
  ],
  [
    "conda-linux-64.lock",
    "# platform: linux-64\n@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/ca-certificates-2023.7.22-hbcca054_0.conda#1f\nhttps://conda.anaconda.org/conda-forge/noarch/font-ttf-dejavu-2.37-hab24e00_0.tar.bz2#2e\n",
    ["conda/ca-certificates@2023.7.22", "conda/font-ttf-dejavu@2.37"],
  ],
  [
    "environment.yml",
    "name: app\nchannels: [conda-forge]\ndependencies:\n  - numpy=1.21.0\n  - conda-forge::zlib==1.2.13\n  - scipy=1.7.*\n  - python>=3.8\n  - openssl=3.0.0=h166bdaf_0\n  - pip:\n    - Flask==2.0.0\n    - any\n",
    ["conda/numpy@1.21.0", "conda/zlib@1.2.13", "conda/openssl@3.0.0", "pypi/flask@2.0.0"],
  ],
];
