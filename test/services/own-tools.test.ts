// The inventory against what the ecosystems' own tools say of the same real files, on this machine.
// What a machine lacks is skipped, and the output says so.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Package } from "@plimsoll/core";
import { check } from "plimsoll";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const repository = fileURLToPath(new URL("../..", import.meta.url));

function run(program: string, args: readonly string[], cwd = folder): string | undefined {
  try {
    const options = { cwd, encoding: "utf8", maxBuffer: 1 << 28, stdio: "pipe" } as const;
    return execFileSync(program, args, options);
  } catch (error) {
    // Some tools end with 1 when they complain of something else.
    const { code, stdout } = error as { code?: string; stdout?: string };
    if (code === "ENOENT") console.log(`skipped: this machine has no ${program}`);
    return code === "ENOENT" ? undefined : stdout;
  }
}

async function packagesOf(root: string, type: string): Promise<Package[]> {
  const report = await check(`dir:${root}`, {
    parts: ["packages"],
    config: { cache: { enabled: false } },
  });
  return report.inventory.packages.filter((found) => found.type === type);
}

/** Copies files of this machine to the same place below a folder that stands for a root. */
function rootOf(name: string, ...paths: string[]): string {
  const root = join(folder, name);
  for (const path of paths) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(path, target, { recursive: true, dereference: true });
  }
  return root;
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

describe("the inventory agrees with", () => {
  it("dpkg-query -W", async ({ skip }) => {
    const status = "/var/lib/dpkg/status";
    if (!existsSync(status)) return skip("this machine has no database of dpkg");
    const root = rootOf("dpkg", status, "/etc/os-release");
    const format =
      "$" + "{db:Status-Abbrev}\t$" + "{Package} $" + "{Version} $" + "{Architecture}\n";
    const said = run("dpkg-query", [`--admindir=${root}/var/lib/dpkg`, "-W", `-f=${format}`]);
    if (said === undefined) return skip("this machine has no dpkg-query");
    const installed = lines(said).flatMap((line) => {
      const [state, row = ""] = line.split("\t");
      return state?.trim().endsWith("i") ? [row] : [];
    });
    const found = await packagesOf(root, "deb");
    expect(installed.length).toBeGreaterThan(50);
    expect(found.map((it) => `${it.name} ${it.version} ${it.architecture}`).sort()).toEqual(
      installed.sort(),
    );
  });

  it.for(["rpm-bdb", "rpm-sqlite", "rpm-wal"])(
    "rpm -qa, on the root of %s",
    async (name, { skip }) => {
      const kit =
        process.env.KIT_CACHE ?? join(process.env.KIT_HOME ?? "/var/tmp/plimsoll-kit", "cache");
      const layer = join(kit, "layers", `${name}.tar`);
      if (!existsSync(layer)) return skip(`the kit's layer ${name} was not built`);
      const root = join(folder, name);
      mkdirSync(root);
      run("tar", ["-xf", layer, "-C", root]);
      const database = ["var/lib/rpm", "usr/lib/sysimage/rpm"].find(
        (path) => existsSync(join(root, path)) && readdirSync(join(root, path)).length > 0,
      );
      // Found before rpm opens the database: opening it takes over its write-ahead log.
      const found = await packagesOf(root, "rpm");
      const format = "%{NAME} %|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE} %{ARCH}\n";
      const said = run("rpm", ["-qa", "--dbpath", join(root, database ?? ""), "--qf", format]);
      if (said === undefined) return skip("this machine has no rpm");
      const installed = lines(said).filter((line) => !line.startsWith("gpg-pubkey "));
      // Debian's rpm reads no Berkeley DB any more.
      if (installed.length === 0) return skip("this machine's rpm does not read the database");
      expect(found.map((it) => `${it.name} ${it.version} ${it.architecture}`).sort()).toEqual(
        installed.sort(),
      );
    },
  );

  it("dpkg --verify, of files that were changed and removed", async ({ skip }) => {
    const root = join(folder, "verified");
    const deb = buildPackage();
    if (deb === undefined) return skip("this machine has no dpkg-deb");
    for (const name of ["info", "updates", "triggers"])
      mkdirSync(join(root, "var/lib/dpkg", name), { recursive: true });
    writeFileSync(join(root, "var/lib/dpkg/status"), "");
    const dpkg = (...args: string[]) =>
      run("dpkg", [
        `--root=${root}`,
        "--force-not-root",
        "--force-bad-path",
        "--log=/dev/null",
        ...args,
      ]);
    if (!dpkg("--install", deb)?.includes("Setting up")) return skip("dpkg installs nothing here");
    expect(lines(dpkg("--verify") ?? "")).toEqual([]);
    expect(await unverifiedIn(root)).toEqual([]);

    writeFileSync(join(root, "usr/bin/hull"), "#!/bin/sh\necho replaced\n");
    rmSync(join(root, "usr/lib/hull/keel.so"));
    writeFileSync(join(root, "etc/hull.conf"), "changed = as administrators do\n");
    const said = lines(dpkg("--verify") ?? "")
      .filter((line) => !/ c \//.test(line))
      .map(
        (line) =>
          `${line.startsWith("missing") ? "missing" : "changed"} ${line.replace(/^.* \//, "")}`,
      );
    expect(said.sort()).toEqual(["changed usr/bin/hull", "missing usr/lib/hull/keel.so"]);
    expect(await unverifiedIn(root)).toEqual(said);
  });

  it("pip list", async ({ skip }) => {
    const script = "import site, json; print(json.dumps(site.getsitepackages()))";
    const sites = run("python3", ["-c", script]);
    if (sites === undefined) return skip("this machine has no python3");
    const site = (JSON.parse(sites) as string[]).find((path) => existsSync(path));
    const metadata = readdirSync(site ?? folder).filter((name) =>
      /\.(?:dist|egg)-info$/.test(name),
    );
    if (site === undefined || metadata.length === 0)
      return skip("nothing is installed for python3");
    const copy = join(folder, "python/usr/lib/python3/site-packages");
    for (const name of metadata) {
      for (const file of ["METADATA", "PKG-INFO"]) {
        const path = join(site, name, file);
        if (existsSync(path)) cpSync(path, join(copy, name, file));
      }
    }
    const said = run("python3", ["-m", "pip", "list", "--path", copy, "--format", "json"]);
    if (!said) return skip("this machine has no pip");
    const listed = (JSON.parse(said) as { name: string; version: string }[]).map(
      ({ name, version }) => `${name} ${version}`,
    );
    const found = await packagesOf(join(folder, "python"), "pypi");
    expect(found.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(listed.sort());
  });

  it("npm query, on this repository's own node_modules", async ({ skip }) => {
    const said = run("npm", ["query", "*"], repository);
    if (!said) return skip("this machine has no npm");
    const nodes = JSON.parse(said) as { name: string; version: string; location: string }[];
    const installed = nodes
      .filter(
        ({ location }) => basename(location) !== "" && /(?:^|\/)node_modules\//.test(location),
      )
      .map(({ name, version, location }) => `${name} ${version} ${location}/package.json`);
    const found = await packagesOf(repository, "npm");
    const places = found.flatMap(({ name, version, locations }) =>
      locations.map(({ path }) => `${name} ${version} ${path}`),
    );
    const inModules = places.filter((place) => place.endsWith("/package.json"));
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter((place) => !inModules.includes(place))).toEqual([]);
  });

  it("gem list", async ({ skip }) => {
    const paths = run("gem", ["environment", "gempath"])?.trim().split(":");
    if (!paths) return skip("this machine has no gem");
    // Debian keeps most gems where no other system does, and Ruby's own in `default`.
    const root = rootOf(
      "gems",
      ...paths.map((path) => join(path, "specifications")).filter(existsSync),
    );
    const listed = lines(run("gem", ["list", "--local", "--quiet"]) ?? "").map((line) =>
      line.replace(/ \((?:default: )?([^,)]+).*$/, " $1"),
    );
    expect(listed.length).toBeGreaterThan(0);
    const found = await packagesOf(root, "gem");
    const names = found.map(({ name, version }) => `${name} ${version}`);
    expect(listed.filter((row) => !names.includes(row))).toEqual([]);
  });

  it("go version -m, on the Go tools themselves and on a program of several modules", async ({
    skip,
  }) => {
    const go = run("go", ["env", "GOROOT"])?.trim();
    if (!go) return skip("this machine has no go");
    const gofmt = join(go, "bin/gofmt");
    const root = rootOf("go", gofmt);
    const program = join(root, "usr/bin/sail");
    const environment = { CGO_ENABLED: "0", GOFLAGS: "-mod=vendor", GOPROXY: "off" };
    execFileSync("go", ["build", "-o", program, "."], {
      cwd: writeGoModule(join(folder, "sail")),
      env: { ...process.env, ...environment, GOCACHE: join(folder, "go-cache") },
    });
    const listed = [gofmt, program].flatMap((path) =>
      lines(run("go", ["version", "-m", path]) ?? "").flatMap((line) => {
        const dependency = /^\tdep\t(\S+)\tv(\S+)/.exec(line);
        if (dependency) return `${dependency[1]} ${dependency[2]}`;
        return (
          /: go(\d+\.\d+(?:\.\d+)?)$/
            .exec(line)
            ?.slice(1)
            .map((it) => `stdlib ${it}`) ?? []
        );
      }),
    );
    expect(listed).toHaveLength(4);
    const found = await packagesOf(root, "golang");
    const names = found.map(({ name, version }) => `${name} ${version?.replace(/^v/, "")}`);
    expect(listed.filter((row) => !names.includes(row))).toEqual([]);
  });
});

/** A package of two files and a configuration file. */
function buildPackage(): string | undefined {
  const files = {
    "DEBIAN/control":
      "Package: hull\nVersion: 1.0\nArchitecture: all\nMaintainer: Sailor <sailor@example.com>\nDescription: hull\n",
    "DEBIAN/conffiles": "/etc/hull.conf\n",
    "etc/hull.conf": "draught = 4\n",
    "usr/bin/hull": "#!/bin/sh\necho hull\n",
    "usr/lib/hull/keel.so": "keel\n",
    "usr/lib/hull/ballast.so": "ballast\n",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "hull", name)), { recursive: true, mode: 0o755 });
    writeFileSync(join(folder, "hull", name), text);
  }
  const deb = join(folder, "hull.deb");
  run("dpkg-deb", ["--build", "--root-owner-group", "-Zgzip", join(folder, "hull"), deb]);
  return existsSync(deb) ? deb : undefined;
}

/** `changed` or `missing` and the path, sorted. */
async function unverifiedIn(root: string): Promise<string[]> {
  const { findings } = await check(`dir:${root}`, {
    parts: ["files"],
    config: { cache: { enabled: false }, verify: { packages: true } },
  });
  return findings
    .filter(({ rule }) => rule.startsWith("package-file-"))
    .map(({ rule, location }) => `${rule.replace("package-file-", "")} ${location?.path}`)
    .sort();
}

/** A module that needs two others, which lie beside it as `go mod vendor` leaves them. */
function writeGoModule(directory: string): string {
  const modules = { "example.com/hull": "v1.2.3", "example.com/mast/v2": "v2.0.0-rc.1" };
  const files: Record<string, string> = {
    "go.mod": "module example.com/sail\n\ngo 1.18\n\nrequire (\n",
    "main.go": "package main\n\nimport (\n",
    "vendor/modules.txt": "",
  };
  for (const [path, version] of Object.entries(modules)) {
    files["go.mod"] += `\t${path} ${version}\n`;
    files["main.go"] += `\t_ "${path}"\n`;
    files["vendor/modules.txt"] += `# ${path} ${version}\n## explicit\n${path}\n`;
    files[`vendor/${path}/it.go`] = "package it\n";
  }
  files["go.mod"] += ")\n";
  files["main.go"] += ")\n\nfunc main() {}\n";
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}
