import { readFileSync } from "node:fs";
import { isPlimsollError } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { lockfileSamples } from "../support/lockfile-samples.ts";
import { type ReadLockfile, readLockfile } from "../support/lockfiles.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { sharedFolder } from "../support/shared.ts";

/** Folders of the collection that hold one format, and the name that its files have in a project. */
const formats: readonly (readonly [string, string])[] = [
  ["conanlock/", "conan.lock"],
  ["dart/pubspec/", "pubspec.lock"],
  ["packageslockjson/", "packages.lock.json"],
  ["mixlock/", "mix.lock"],
  ["hex/mix/", "mix.lock"],
  ["gomod/", "go.mod"],
  ["stacklock/", "stack.yaml.lock"],
  ["gradlelockfile/", "gradle.lockfile"],
  ["gradleverificationmetadataxml/", "gradle/verification-metadata.xml"],
  ["pomxml/", "pom.xml"],
  ["bunlock/", "bun.lock"],
  ["packagelockjson/", "package-lock.json"],
  ["nodejs/npm/", "package-lock.json"],
  ["pkg-lock/", "package-lock.json"],
  ["pnpmlock/", "pnpm-lock.yaml"],
  ["nodejs/pnpm/", "pnpm-lock.yaml"],
  ["yarnlock/", "yarn.lock"],
  ["nodejs/yarn/", "yarn.lock"],
  ["manifesttoml/", "Manifest.toml"],
  ["composerlock/", "composer.lock"],
  ["pdmlock/", "pdm.lock"],
  ["pipfilelock/", "Pipfile.lock"],
  ["python/pipenv/", "Pipfile.lock"],
  ["poetrylock/", "poetry.lock"],
  ["trivy/python/poetry/", "poetry.lock"],
  ["python/pylock/", "pylock.toml"],
  ["python/requirements/", "requirements.txt"],
  ["uvlock/", "uv.lock"],
  ["gemfilelock/", "Gemfile.lock"],
  ["ruby/bundler/", "Gemfile.lock"],
  ["cargolock/", "Cargo.lock"],
  ["podfilelock/", "Podfile.lock"],
  ["swift/swift/", "Package.resolved"],
];

interface RealFile {
  file: string;
  class: string;
  /** By counting names in the other project's test: 0 for none, 1 for some. */
  expectedPackages?: 0 | 1;
  expectError?: boolean;
}

const folder = sharedFolder("lockfiles");
const files = folder === undefined ? [] : listFiles();

function listFiles(): RealFile[] {
  const manifest = readFileSync(`${folder}/../MANIFEST.json`, "utf8");
  const { files: all } = JSON.parse(manifest) as { files: RealFile[] };
  return all.filter((file) => file.class === "lockfiles");
}

function nameIn(file: string): string {
  const format = formats.find(([part]) => file.includes(part))?.[1];
  if (format === "go.mod" && file.endsWith(".sum")) return "go.sum";
  return format ?? file.split("/").slice(-2).join("/");
}

function read({ file }: RealFile): ReadLockfile | "refused" | undefined {
  try {
    return readLockfile(nameIn(file), readFileSync(`${folder}/../${file}`));
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    return "refused";
  }
}

/** Why a file gives none where the other project's test expects some, or the other way round. */
const deviations: Readonly<Record<string, string>> = {
  "dart/pubspec/one-package-dev.lock": "only for development",
  "dart/pubspec/source-path.lock": "lies in a folder of the project",
  "dart/pubspec/source-sdk.lock": "comes with the SDK, its version is 0.0.0",
  "erlang/mixlock/git.lock": "git repositories without a version",
  "gradleverificationmetadataxml/missing-attribute.xml": "no component is whole; all are faults",
  "bunlock/blog-sample.json5": "a git repository without a version",
  "packagelockjson/files.v2.json": "lie in folders of the project",
  "packagelockjson/one-package-dev.v1.json": "only for development",
  "packagelockjson/one-package-dev.v2.json": "only for development",
  "pnpmlock/files.yaml": "lie in folders of the project",
  "pnpmlock/one-package-dev.v9.yaml": "only for development",
  "pnpmlock/tarball.yaml": "only for development",
  "yarnlock/files.v2.lock": "lies in a folder of the project",
  "yarnlock/one-package.v1.lock": "the count of the other test missed its one package",
  "yarnlock/one-package.v2.lock": "the count of the other test missed its one package",
  "composerlock/one-package-dev.json": "only for development",
  "pipfilelock/one-package-dev.json": "only for development",
  "requirements/no_version.txt": "names no version",
  "uvlock/grouped-packages.lock": "the count of the other test missed its packages",
  "uvlock/names-outside-package-block.lock": "the count of the other test missed its packages",
  "uvlock/two-packages.lock": "the count of the other test missed its packages",
};

/** How many packages files have that were counted by hand. */
const counted: Readonly<Record<string, number>> = {
  "trivy/nodejs/npm/package-lock_v1.json": 29,
  "trivy/nodejs/npm/package-lock_v2.json": 29,
  "trivy/nodejs/npm/package-lock_v3.json": 29,
  "trivy/nodejs/pnpm/pnpm-lock_archives.yaml": 4,
  "trivy/nodejs/pnpm/pnpm-lock_v9_multiple_documents.yaml": 1,
  "trivy/hex/mix/happy.mix.lock": 4,
  "trivy/python/pip/requirements_utf16le.txt": 1,
  "trivy/python/poetry/poetry_flask.lock": 8,
  "trivy/python/poetry/poetry_v2_flask.lock": 8,
  "trivy/nuget/config/packages.config": 2,
  "trivy/nuget/packagesprops/Directory.Packages.props": 3,
  "syft/erlang/rebar.lock": 7,
  "syft/haskell/cabal.project.freeze": 11,
  "syft/dotnet/packages.lock.json": 9,
  "syft/cpp/conanlock-v2/conan.lock": 2,
  "syft/rust/path-deps/Cargo.lock": 1,
  "syft/python/requires/requirements.txt": 11,
  "syft/javascript/yarn-berry/yarn.lock": 8,
  "syft/java/pom/commons-text-1.10.0/pom.xml": 1,
  "osv-scanner/scan/source/locks-scalibr/gems.locked": 24,
  "scalibr/ruby/gemfilelock/rails.lock": 46,
  "scalibr/java/gradleverificationmetadataxml/multiple-versions.xml": 18,
  "scalibr/julia/manifesttoml/git-dependency-with-commit.toml": 2,
};

describe.skipIf(folder === undefined)("real lockfiles of other projects' tests", () => {
  const expected = files
    .filter((real) => real.expectedPackages !== undefined && read(real) !== undefined)
    .map((real) => [real.file.slice("lockfiles/".length), real] as const);

  it("are more than a hundred with an expectation", () => {
    expect(expected.length).toBeGreaterThan(100);
  });

  it.each(expected)("%s gives packages where they are expected", (name, real) => {
    const found = read(real);
    const given = found === "refused" ? "refused" : found!.purls.length > 0;
    const deviates = Object.keys(deviations).some((part) => name.endsWith(part));
    expect(given).toBe((real.expectedPackages === 1) !== deviates);
  });

  it("are refused where they are broken, or give what stands with a fault", () => {
    const broken = files.filter((real) => real.expectError === true);
    const known = broken.map((real) => read(real)).filter((found) => found !== undefined);
    expect(known.length).toBeGreaterThan(4);
    for (const found of known) {
      expect(found === "refused" || found.faults.length > 0).toBe(true);
    }
  });

  it.each(Object.entries(counted))("%s gives %i packages", (name, count) => {
    const real = files.find(({ file }) => file.endsWith(name))!;
    const found = read(real);
    if (found === undefined || found === "refused") throw new Error(`${name} is not read`);
    expect(found.purls).toHaveLength(count);
    expect(found.faults).toEqual([]);
  });
});

describe("every parser of lockfiles", () => {
  const real = files.map(({ file }) => [nameIn(file), `${folder}/../${file}`] as const);
  const byName = new Map<string, string[]>(
    lockfileSamples.map(([name]) => [
      name,
      lockfileSamples.flatMap(([other, text]) => (other === name ? [text] : [])),
    ]),
  );
  for (const [path, file] of real) {
    const known = byName.get(path) ?? [];
    if (known.length < 4) byName.set(path, [...known, readFileSync(file, "utf8")]);
  }
  // Also without the collection of real files.
  for (const name of ["deno.lock", "build.sbt.lock", "package-lock.json", "yarn.lock", "pom.xml"]) {
    if (!byName.has(name)) byName.set(name, []);
  }
  const names = [...byName].filter(([name]) => isTaken(name));

  it.each(names)("refuses hostile %s with a typed error alone", (name, samples) => {
    expectOnlyTypedErrors((text) => readLockfile(name, text)?.fact, samples);
  });
});

function isTaken(path: string): boolean {
  try {
    return readLockfile(path, "") !== undefined;
  } catch {
    return true;
  }
}
