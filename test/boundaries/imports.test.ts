import { existsSync, globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Floors of the house: a package imports only from floors below its own. */
const floors: Record<string, number> = {
  "@plimsoll/core": 0,
  "@plimsoll/registry": 1,
  "@plimsoll/engine": 1,
  "@plimsoll/image": 2,
  "@plimsoll/advisories": 2,
  "@plimsoll/scan": 3,
  "@plimsoll/audit": 3,
  "@plimsoll/sign": 3,
  "@plimsoll/capabilities": 3,
  "@plimsoll/policy": 4,
  "@plimsoll/report": 4,
  plimsoll: 5,
  "@plimsoll/action-check": 6,
};

/** The one module that starts other programs: docker-credential-* helpers. */
const startsProgrammes = "packages/registry/src/auth/credential-helper.ts";

interface Workspace {
  name: string;
  directory: string;
  dependencies: string[];
  files: { path: string; imports: string[] }[];
}

const workspaces = globSync(["packages/*/package.json", "actions/*/package.json"], {
  cwd: root,
}).map(readWorkspace);

function readWorkspace(manifest: string): Workspace {
  const directory = dirname(manifest);
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
  const files = globSync(`${directory}/src/**/*.ts`, { cwd: root }).map((path) => ({
    path,
    imports: importsOf(readFileSync(join(root, path), "utf8")),
  }));
  return { name, directory, dependencies: Object.keys(dependencies), files };
}

function importsOf(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  const patterns = [/\bfrom\s+"([^"]+)"/g, /\bimport\s+"([^"]+)"/g, /\bimport\(\s*"([^"]+)"/g];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]!));
}

const packageOf = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
const isRelative = (specifier: string) => specifier.startsWith(".");

describe("the rooms of the house", () => {
  it("are all known, and none is empty", () => {
    expect(workspaces.map(({ name }) => name).sort()).toEqual(Object.keys(floors).sort());
    for (const { name, files } of workspaces) expect(files.length, name).toBeGreaterThan(1);
  });

  it.each(workspaces)("$name imports only from floors below its own", ({ name, files }) => {
    const upward = files.flatMap(({ path, imports }) =>
      imports
        .map(packageOf)
        .filter((target) => target in floors && floors[target]! >= floors[name]!)
        .map((target) => `${path} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it.each(workspaces)(
    "$name declares every package that it imports, and imports every one it declares",
    (workspace) => {
      const used = new Set(
        workspace.files
          .flatMap(({ imports }) => imports)
          .filter((specifier) => !isRelative(specifier) && !isBuiltin(specifier))
          .map(packageOf),
      );
      expect([...used].sort()).toEqual([...workspace.dependencies].sort());
    },
  );

  it.each(workspaces)("$name writes Node's own modules with their prefix", ({ files }) => {
    const bare = files.flatMap(({ path, imports }) =>
      imports
        .filter((specifier) => isBuiltin(specifier) && !specifier.startsWith("node:"))
        .map((name) => `${path}: ${name}`),
    );
    expect(bare).toEqual([]);
  });

  it("lets core import zod and nothing else", () => {
    const core = workspaces.find(({ name }) => name === "@plimsoll/core")!;
    const foreign = core.files.flatMap(({ imports }) =>
      imports.filter((specifier) => !isRelative(specifier)),
    );
    expect([...new Set(foreign)]).toEqual(["zod"]);
  });

  it("takes zod as a namespace, so that bundles stay small", () => {
    const named = workspaces.flatMap(({ files }) =>
      files
        .filter(({ path }) =>
          /import\s*\{[^}]*\}\s*from\s*"zod"/.test(readFileSync(join(root, path), "utf8")),
        )
        .map(({ path }) => path),
    );
    expect(named).toEqual([]);
  });

  it("starts other programs in one named place only", () => {
    const starters = workspaces.flatMap(({ files }) =>
      files
        .filter(({ imports }) =>
          imports.some((specifier) => /^(?:node:)?(?:child_process|cluster)$/.test(specifier)),
        )
        .map(({ path }) => path),
    );
    expect(starters).toEqual([startsProgrammes]);
  });

  it.each(workspaces)(
    "$name reaches other packages only through their front door",
    ({ files, directory }) => {
      const outside = files.flatMap(({ path, imports }) =>
        imports
          .filter(isRelative)
          .map((specifier) =>
            relative(join(root, directory), resolve(root, dirname(path), specifier)),
          )
          .filter((target) => target.startsWith(".."))
          .map((target) => `${path} reaches ${target}`),
      );
      expect(outside).toEqual([]);
    },
  );

  it.each(workspaces)("$name has no import cycles", ({ files, directory }) => {
    const graph = new Map(
      files.map(({ path, imports }) => [
        path,
        imports
          .filter(isRelative)
          .map((specifier) => relative(root, resolve(root, dirname(path), specifier))),
      ]),
    );
    for (const targets of graph.values()) {
      for (const target of targets)
        expect(existsSync(join(root, target)), `${target} in ${directory}`).toBe(true);
    }
    expect(findCycle(graph)).toBeUndefined();
  });
});

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): string | undefined => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node].join(" → ");
    if (done.has(node)) return undefined;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
