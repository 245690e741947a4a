import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestRepository } from "../../packages/sign/test/roots/repository.ts";
import { type FileServer, serve } from "../../packages/sign/test/roots/server.ts";

// Our own cases, of the command line only: what the client itself takes and refuses is tested in
// packages/sign/test/refusals/roots.test.ts. The public suite runs against the same executable.

const executable = fileURLToPath(new URL("tuf", import.meta.url));

let folder: string;
let repository: TestRepository;
let server: FileServer;
let metadata: string;
let targets: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tuf-client-"));
  [metadata, targets] = [join(folder, "metadata"), join(folder, "targets")];
  mkdirSync(metadata);
  mkdirSync(targets);
  repository = new TestRepository();
  repository.addTarget("path/to/file.txt", "content");
  repository.publish();
  server = await serve(repository.files);
  await writeFile(join(folder, "initial.json"), repository.files.get("1.root.json")!);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Exit code of the client, started by its path as the suite does. */
function client(...args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(executable, args, () => resolve(child.exitCode ?? -1));
  });
}

const init = () => client("--metadata-dir", metadata, "init", join(folder, "initial.json"));
const refresh = () =>
  client("--metadata-url", `${server.url}/`, "--metadata-dir", metadata, "refresh");
const download = (name: string) =>
  client(
    ...["--metadata-url", `${server.url}/`, "--metadata-dir", metadata],
    ...["--target-name", name, "--target-dir", targets],
    ...["--target-base-url", `${server.url}/targets/`, "download"],
  );

describe("test/conformance/tuf", () => {
  it("initialises without asking the repository, then refreshes in the workflow's order", async () => {
    expect(await init()).toBe(0);
    expect(server.asked).toEqual([]);
    expect(await refresh()).toBe(0);
    expect(server.asked).toEqual([
      "2.root.json",
      "timestamp.json",
      "1.snapshot.json",
      "1.targets.json",
    ]);
    expect(readdirSync(metadata).sort()).toEqual([
      "root.json",
      "snapshot.json",
      "targets.json",
      "timestamp.json",
    ]);
  });

  it("keeps metadata byte for byte, and versions without prefix", async () => {
    await init();
    repository.advance();
    repository.advanceRoot();
    expect(await refresh()).toBe(0);
    const kept = (name: string) => readFileSync(join(metadata, name));
    expect(kept("root.json").equals(repository.files.get("2.root.json")!)).toBe(true);
    expect(kept("targets.json").equals(repository.files.get("2.targets.json")!)).toBe(true);
  });

  it("downloads a target by its hash once, and says when there is none", async () => {
    await init();
    expect(await download("path/to/file.txt")).toBe(0);
    const [name] = readdirSync(targets);
    expect(readFileSync(join(targets, name!), "utf8")).toBe("content");
    expect(await download("path/to/file.txt")).toBe(0);
    const fetched = server.asked.filter((path) => path.startsWith("targets/"));
    expect(fetched).toEqual([expect.stringMatching(/^targets\/path\/to\/\w{64}\.file\.txt$/)]);
    expect(await download("missing")).toBe(1);
  });

  it("takes names without versions from a repository without consistent snapshots", async () => {
    repository.root.consistent_snapshot = false;
    repository.advanceRoot();
    repository.publish();
    await init();
    expect(await download("path/to/file.txt")).toBe(0);
    expect(server.asked).toContain("snapshot.json");
    expect(server.asked).toContain("targets/path/to/file.txt");
  });

  it("ends with 1 when metadata is refused, and keeps what was verified before", async () => {
    await init();
    repository.signers.set("snapshot", new TestRepository().signers.get("snapshot")!);
    repository.publish();
    expect(await refresh()).toBe(1);
    expect(existsSync(join(metadata, "timestamp.json"))).toBe(true);
    expect(existsSync(join(metadata, "snapshot.json"))).toBe(false);
  });

  it("ends with 1 when it is used wrongly", async () => {
    expect(await client("refresh")).toBe(1);
    expect(await client("--metadata-dir", metadata, "init")).toBe(1);
    expect(await client("--nonsense")).toBe(1);
  });
});
