import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TarEntry, walkImage } from "../../src/index.ts";
import { squash } from "../../src/squash/squash.ts";
import { type LayerRecord, PathPack } from "../../src/walk/layer-record.ts";
import { memoryImage } from "../support/image.ts";
import { everything } from "../support/inspectors.ts";

type Entries = readonly (string | TarEntry)[];

/** `path@layer`, with `-layer` when that layer hides it. */
async function squashed(...layers: Entries[]): Promise<string[]> {
  const image = memoryImage(
    layers.map((entries) => ({
      entries: entries.map((entry) => (typeof entry === "string" ? { path: entry } : entry)),
    })),
  );
  const facts = await walkImage(image, { inspectors: [everything] });
  expect(facts.incomplete).toEqual([]);
  return facts
    .of(everything)
    .filter(({ path }) => !path.includes(".wh."))
    .map(
      ({ path, layer, hiddenBy }) =>
        `${path}@${layer}${hiddenBy === undefined ? "" : `-${hiddenBy}`}`,
    );
}

describe("layers on top of each other", () => {
  it("keep what no later layer touches", async () => {
    expect(await squashed(["a"], ["b"])).toEqual(["a@0", "b@1"]);
  });

  it("show the later file at one path", async () => {
    expect(await squashed(["a"], ["a"], ["a"])).toEqual(["a@0-1", "a@1-2", "a@2"]);
  });

  it("lose what a whiteout names, and all below it", async () => {
    expect(await squashed(["a/b", "a/c/d", "ab"], [".wh.a"])).toEqual([
      "a/b@0-1",
      "a/c/d@0-1",
      "ab@0",
    ]);
    expect(await squashed(["a/b", "a/c"], ["a/.wh.b"])).toEqual(["a/b@0-1", "a/c@0"]);
  });

  it("keep what a layer adds beside its own whiteout, before it and behind it", async () => {
    expect(await squashed(["a"], ["a", ".wh.a"])).toEqual(["a@0-1", "a@1"]);
    expect(await squashed(["a"], [".wh.a", "a"])).toEqual(["a@0-1", "a@1"]);
  });

  it("lose a directory's earlier content by an opaque whiteout, wherever it stands in the layer", async () => {
    const lower = ["d/a", "d/e/b", "x"];
    expect(await squashed(lower, ["d/new", "d/.wh..wh..opq"])).toEqual([
      "d/a@0-1",
      "d/e/b@0-1",
      "x@0",
      "d/new@1",
    ]);
    expect(await squashed(lower, [".wh..wh..opq"])).toEqual(["d/a@0-1", "d/e/b@0-1", "x@0-1"]);
  });

  it("keep the directory that an opaque whiteout empties", async () => {
    expect(await squashed([{ path: "d", type: "directory" }, "d/a"], ["d/.wh..wh..opq"])).toEqual([
      "d@0",
      "d/a@0-1",
    ]);
  });

  it("keep a directory's content when the directory comes again", async () => {
    expect(await squashed(["d/a"], [{ path: "d", type: "directory" }])).toEqual(["d/a@0", "d@1"]);
  });

  it("lose what lay below a directory that became a file or a link", async () => {
    expect(await squashed(["d/a"], ["d"])).toEqual(["d/a@0-1", "d@1"]);
    const link: TarEntry = { path: "d", type: "symlink", linkTarget: "e" };
    expect(await squashed(["d/a", "e/a"], [link])).toEqual(["d/a@0-1", "e/a@0", "d@1"]);
  });

  it("lose a file that became a directory, also when only its content is stored", async () => {
    expect(await squashed(["d"], [{ path: "d", type: "directory" }])).toEqual(["d@0-1", "d@1"]);
    expect(await squashed(["d"], ["d/a"])).toEqual(["d@0-1", "d/a@1"]);
  });

  it("follow no symbolic link when an archive writes through one", async () => {
    const link: TarEntry = { path: "lib", type: "symlink", linkTarget: "usr/lib" };
    expect(await squashed([link, "usr/lib/a"], ["lib/a"])).toEqual([
      "lib@0",
      "usr/lib/a@0",
      "lib/a@1",
    ]);
  });

  it("name the first layer that hides a file, not a later one", async () => {
    expect(await squashed(["a"], [".wh.a"], ["a"], [".wh.a"])).toEqual(["a@0-1", "a@2-3"]);
  });

  it("take AUFS's bookkeeping for no deletion", async () => {
    expect(await squashed(["a", "b"], [".wh..wh.plnk", ".wh..wh.a", ".wh."])).toEqual([
      "a@0",
      "b@0",
    ]);
  });

  it("hide a setuid file under a copy without the bit, which no inspector wants", async () => {
    const suid = {
      ...everything,
      id: "suid",
      wants: (it: { mode: number }) => (it.mode & 0o4000 ? 0 : undefined),
    };
    const image = memoryImage([
      { entries: [{ path: "bin/su", mode: 0o4755 }] },
      { entries: [{ path: "bin/su", mode: 0o755 }] },
    ]);
    const facts = await walkImage(image, { inspectors: [suid] });
    expect(facts.of(suid)).toMatchObject([{ path: "bin/su", layer: 0, hiddenBy: 1 }]);
  });

  it("take the last of two entries at one path within a layer", async () => {
    const twice = [
      { path: "a", content: "1" },
      { path: "a", content: "2" },
    ];
    const facts = await walkImage(memoryImage([{ entries: twice }]), { inspectors: [everything] });
    expect(facts.of(everything).map(({ fact }) => fact.content)).toEqual(["2"]);
    expect(await squashed(["d/a", "d"])).toEqual(["d@0"]);
    expect(await squashed(["d/a", "d", "d/a"])).toEqual(["d@0", "d/a@0"]);
  });

  it("cope with names of any characters", async () => {
    expect(await squashed(["a\nb/c d", "é/\t"], ["a\nb/.wh.c d"])).toEqual([
      "a\nb/c d@0-1",
      "é/\t@0",
    ]);
  });
});

// A file system of maps, extracted into layer by layer: slow and plain.
function extract(layers: readonly Change[][]): Set<string> {
  const files = new Map<string, "file" | "directory">();
  const visible = new Map<string, number>();
  const drop = (path: string, itself: boolean) => {
    for (const known of [...files.keys()]) {
      if ((itself && known === path) || known.startsWith(path === "" ? "" : `${path}/`)) {
        files.delete(known);
        visible.delete(known);
      }
    }
  };
  layers.forEach((changes, layer) => {
    for (const { path, kind } of changes) {
      // The whiteout's own folder is part of the layer, so it is a folder now.
      const folder = kind === "empty" ? path : path.slice(0, Math.max(0, path.lastIndexOf("/")));
      if (kind === "delete" || kind === "empty") {
        const parts = folder.split("/");
        for (let i = 1; i <= parts.length; i += 1) {
          const above = parts.slice(0, i).join("/");
          if (files.get(above) === "file") drop(above, true);
        }
      }
      if (kind === "delete") drop(path, true);
      if (kind === "empty") drop(path, false);
    }
    for (const { path, kind } of changes) {
      if (kind !== "file" && kind !== "directory") continue;
      const parts = path.split("/");
      for (let i = 1; i < parts.length; i += 1) {
        const above = parts.slice(0, i).join("/");
        if (files.get(above) === "file") drop(above, true);
        files.set(above, "directory");
      }
      if (kind === "file") drop(path, true);
      files.set(path, kind);
      visible.set(path, layer);
    }
  });
  return new Set([...visible].map(([path, layer]) => `${path}@${layer}`));
}

interface Change {
  path: string;
  kind: "file" | "directory" | "delete" | "empty";
}

function recordOf(changes: readonly Change[]): LayerRecord {
  const paths = new PathPack();
  const facts = new Map<string, LayerRecord["facts"][string][number]>();
  for (const { path, kind } of changes) {
    const slash = path.lastIndexOf("/") + 1;
    if (kind === "delete") paths.add(`${path.slice(0, slash)}.wh.${path.slice(slash)}`, false);
    else if (kind === "empty") paths.add(`${path}/.wh..wh..opq`, false);
    else {
      paths.add(path, kind === "directory");
      facts.set(path, { path, type: kind, fact: kind });
    }
  }
  return {
    entryCount: changes.length,
    paths: Buffer.concat(paths.pack()).toString(),
    sizes: "",
    facts: { it: [...facts.values()] },
    incomplete: [],
  };
}

describe("the squash", () => {
  it("shows what extracting the layers one by one leaves", () => {
    const path = fc
      .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
      .map((it) => it.join("/"));
    const change = fc.record({
      path,
      kind: fc.constantFrom<Change["kind"]>("file", "directory", "delete", "empty"),
    });
    // Within a layer, a path is written once and no file has entries below it.
    const layer = fc.array(change, { maxLength: 6 }).map((changes) => {
      const kept: Change[] = [];
      for (const it of changes) {
        const clashes = kept.some(
          (other) =>
            other.path === it.path ||
            it.path.startsWith(`${other.path}/`) ||
            other.path.startsWith(`${it.path}/`),
        );
        if (!clashes) kept.push(it);
      }
      return kept;
    });
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
        const facts = squash(layers.map(recordOf)).get("it") ?? [];
        const seen = facts.filter(({ hiddenBy }) => hiddenBy === undefined);
        expect(new Set(seen.map((it) => `${it.path}@${it.layer}`))).toEqual(extract(layers));
      }),
      { numRuns: 1000 },
    );
  });

  it("is linear: a hundred thousand files under as many deletions take no time", () => {
    const count = 100_000;
    const lower = Array.from(
      { length: count },
      (_, i): Change => ({ path: `d/${i}/f`, kind: "file" }),
    );
    const upper = Array.from(
      { length: count },
      (_, i): Change => ({ path: `d/${i}`, kind: "delete" }),
    );
    const started = performance.now();
    const facts = squash([recordOf(lower), recordOf(upper)]).get("it") ?? [];
    expect(facts.every(({ hiddenBy }) => hiddenBy === 1)).toBe(true);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
