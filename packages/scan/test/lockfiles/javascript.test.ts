import { describe, expect, it } from "vitest";
import { pinned, readLockfile } from "../support/lockfiles.ts";

describe("package-lock.json", () => {
  it("gives what is for more than development, once, under its real name", () => {
    const packages = {
      "": { name: "app", version: "1.0.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b/node_modules/a": { version: "1.0.0" },
      "node_modules/b/node_modules/@x/c": { version: "2.0.0" },
      "node_modules/alias": { name: "real", version: "3.0.0" },
      "node_modules/dev": { version: "1.0.0", dev: true },
      "node_modules/maybe": { version: "1.0.0", devOptional: true },
      "node_modules/workspace": { link: true, resolved: "packages/workspace" },
      "packages/workspace": { version: "1.0.0" },
      "node_modules/tarball": { version: "1.0.0", resolved: "file:tarball.tgz" },
      "node_modules/git": { version: "4.0.0", resolved: "git+ssh://git@github.com/x/git.git#1f" },
      "node_modules/nameless": { resolved: "git+ssh://git@github.com/x/nameless.git#1f" },
    };
    const text = JSON.stringify({ lockfileVersion: 3, packages });
    expect(pinned("package-lock.json", text)).toEqual([
      "npm/a@1.0.0",
      "npm/%40x/c@2.0.0",
      "npm/real@3.0.0",
      "npm/maybe@1.0.0",
      "npm/git@4.0.0",
    ]);
    expect(pinned("sub/npm-shrinkwrap.json", text)).toHaveLength(5);
  });

  it("of version 1 is a tree", () => {
    const dependencies = {
      a: { version: "1.0.0", dependencies: { b: { version: "2.0.0" } } },
      alias: { version: "npm:@x/real@3.0.0" },
      dev: { version: "1.0.0", dev: true, dependencies: { c: { version: "1.0.0" } } },
      git: { version: "git+ssh://git@github.com/x/git.git#1f" },
      hosted: { version: "github:x/hosted#1f" },
      local: { version: "file:local" },
    };
    const text = JSON.stringify({ lockfileVersion: 1, dependencies });
    expect(pinned("package-lock.json", text).sort()).toEqual([
      "npm/%40x/real@3.0.0",
      "npm/a@1.0.0",
      "npm/b@2.0.0",
      "npm/c@1.0.0",
    ]);
  });

  it("says how many entries have no version", () => {
    const packages = { "node_modules/a": { version: 5 }, "node_modules/b": { version: "1.0.0" } };
    const found = readLockfile("package-lock.json", JSON.stringify({ packages }));
    expect(found?.purls).toEqual(["pkg:npm/b@1.0.0"]);
    expect(found?.faults).toMatchObject([
      { code: "MALFORMED", why: expect.stringMatching(/^1 pack.*"a"/) },
    ]);
  });

  it("may be nested as deep as it likes", () => {
    const depth = 5000;
    const text = `{${'"dependencies":{"a":{"version":"1.0.0",'.repeat(depth)}"dev":false${"}}".repeat(depth)}}`;
    expect(pinned("package-lock.json", text)).toEqual(["npm/a@1.0.0"]);
  });
});

describe("yarn.lock", () => {
  it("of version 1 gives packages from registries and from git, and aliases as what they stand for", () => {
    const text = `# yarn lockfile v1


"@x/a@^1.0.0", "@x/a@~1.2.0":
  version "1.2.3"
  dependencies:
    version "^9.0.0"

alias@npm:real@^2.0.0:
  version "2.0.0"

git@git+https://github.com/x/git.git:
  version "3.0.0"

"local@file:./local":
  version "4.0.0"

"link@link:../link":
  version "0.0.0"
`;
    expect(pinned("yarn.lock", text)).toEqual([
      "npm/%40x/a@1.2.3",
      "npm/real@2.0.0",
      "npm/git@3.0.0",
    ]);
  });

  it("of Berry takes names from resolutions, and leaves out workspaces and patches' duplicates", () => {
    const text = `__metadata:
  version: 8

"a@npm:^1.0.0, a@npm:^1.1.0":
  version: 1.2.3
  resolution: "a@npm:1.2.3"
  dependencies:
    b: "npm:^2.0.0"

"alias@npm:@x/real@^1.0.0":
  version: 1.0.0
  resolution: "@x/real@npm:1.0.0"

"a@patch:a@npm%3A^1.0.0#./a.patch":
  version: 1.2.3
  resolution: "a@patch:a@npm%3A1.2.3#./a.patch::version=1.2.3"

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
`;
    expect(pinned("yarn.lock", text)).toEqual(["npm/a@1.2.3", "npm/%40x/real@1.0.0"]);
  });
});

describe("pnpm-lock.yaml", () => {
  it("of version 5 has names, versions and peers between slashes and underscores", () => {
    const text = `lockfileVersion: 5.4
packages:
  /a/1.0.0: {dev: false}
  /@x/b/2.0.0_react@18.0.0: {}
  registry.example.org/c/3.0.0: {}
  /dev/1.0.0: {dev: true}
  github.com/x/git/1f2e: {name: git, version: 4.0.0}
  github.com/x/nameless/1f2e: {}
  file:local: {name: local, version: 1.0.0, resolution: {type: directory, directory: local}}
`;
    expect(pinned("pnpm-lock.yaml", text)).toEqual([
      "npm/a@1.0.0",
      "npm/%40x/b@2.0.0",
      "npm/c@3.0.0",
      "npm/git@4.0.0",
    ]);
  });

  it("of version 6 has an at sign and brackets", () => {
    const text = "lockfileVersion: '6.0'\npackages:\n  /a@1.0.0(b@2.0.0): {}\n  /@x/b@2.0.0: {}\n";
    expect(pinned("pnpm-lock.yaml", text)).toEqual(["npm/a@1.0.0", "npm/%40x/b@2.0.0"]);
  });

  it("of version 9 tells by the projects' dependencies what is for development only", () => {
    const text = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(peer@5.0.0)}
      alias: {specifier: npm:real@6.0.0, version: real@6.0.0}
    devDependencies:
      dev: {specifier: ^1.0.0, version: 1.0.0}
  packages/web:
    optionalDependencies:
      maybe: {specifier: ^1.0.0, version: 1.0.0}
packages:
  a@1.0.0: {}
  b@2.0.0: {}
  dev@1.0.0: {}
  maybe@1.0.0: {}
  only-dev@1.0.0: {}
  peer@5.0.0: {}
  real@6.0.0: {}
snapshots:
  a@1.0.0(peer@5.0.0):
    dependencies: {b: 2.0.0, peer: 5.0.0}
  b@2.0.0:
    dependencies: {a: 1.0.0(peer@5.0.0)}
  dev@1.0.0:
    dependencies: {only-dev: 1.0.0, b: 2.0.0}
  maybe@1.0.0: {}
  only-dev@1.0.0: {}
  peer@5.0.0: {}
  real@6.0.0: {}
`;
    expect(pinned("pnpm-lock.yaml", text)).toEqual([
      "npm/a@1.0.0",
      "npm/b@2.0.0",
      "npm/maybe@1.0.0",
      "npm/peer@5.0.0",
      "npm/real@6.0.0",
    ]);
  });
});

describe("bun.lock and deno.lock", () => {
  it("give packages of registries", () => {
    const bun = `{
      // Bun's own
      "lockfileVersion": 1,
      "workspaces": { "": { "name": "app, ]", }, },
      "packages": {
        "a": ["a@1.0.0", "", { "note": "http://x // not a comment, }" }, "sha512-x"],
        "b/a": ["a@2.0.0", "", {}, "sha512-y"],
        "alias": ["@x/real@3.0.0", "", {}, "sha512-z"],
        "web": ["web@workspace:packages/web"],
        "git": ["git@github:x/git#1f", {}, "x-git-1f"],
      }, /* the end */
    }`;
    expect(pinned("bun.lock", bun)).toEqual(["npm/a@1.0.0", "npm/a@2.0.0", "npm/%40x/real@3.0.0"]);

    const npm = { "a@1.0.0_react@18.0.0": {}, "@x/b@2.0.0": {} };
    const jsr = { "@std/path@1.0.8": {} };
    const expected = ["npm/a@1.0.0", "npm/%40x/b@2.0.0", "jsr/%40std/path@1.0.8"];
    for (const lock of [
      { version: "5", npm, jsr, remote: { "https://deno.land/x/y.ts": "1f" } },
      { version: "3", packages: { npm, jsr } },
    ]) {
      expect(pinned("deno.lock", JSON.stringify(lock))).toEqual(expected);
    }
    const second = { version: "2", npm: { specifiers: {}, packages: npm } };
    expect(pinned("deno.lock", JSON.stringify(second))).toEqual(expected.slice(0, 2));
  });
});
