import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./test-io.ts";

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-operands-"));
  await writeFile(at("Dockerfile"), "FROM debian\n");
  await writeFile(at("compose.yaml"), "services:\n  web:\n    image: web\n    privileged: true\n");
  await writeFile(
    at("web.yaml"),
    "apiVersion: v1\nkind: Pod\nspec:\n  hostPID: true\n  containers: [{name: a}]\n",
  );
  await writeFile(at("ci.yml"), "on: push\njobs:\n  a:\n    container: node:22\n");
  await writeFile(at("devcontainer.json"), '{ // here\n  "privileged": true,\n}');
  await writeFile(at("image.tar"), "x");
  await writeFile(at("noise"), Buffer.from([0x46, 0x52, 0x4f, 0x4d, 0, 1, 2, 0x0a]));
  await mkdir(at("folder"));
  await writeOciLayout(at("layout"), { layers: [] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("plimsoll scan", () => {
  it("names the file that is no bill of materials", async () => {
    const { err, exitCode } = await run("scan", `sbom:${at("Dockerfile")}`);
    expect(exitCode).toBe(3);
    expect(err).toContain(`at sbom:${at("Dockerfile")}`);
  });

  it("does not look at all files in the operating system alone, and says so", async () => {
    for (const [option, ...value] of [
      ["--malware-db", "x"],
      ["--clamd", "x"],
      ["--verify-packages"],
    ]) {
      const { err, exitCode } = await run(
        "scan",
        "--os-only",
        option!,
        ...value,
        `oci-dir:${at("layout")}`,
      );
      expect(exitCode).toBe(2);
      expect(err).toContain(`leave it or ${option} out`);
    }
  });
});

describe("plimsoll audit", () => {
  it("tells from name and content what a file is", async () => {
    const names = ["web.yaml", "ci.yml", "devcontainer.json", "compose.yaml"];
    const { out } = await run("audit", ...names.map(at), "--format", "json");
    const { findings } = JSON.parse(out);
    const failed = findings
      .filter(({ status }: { status: string }) => status === "fail")
      .map(({ rule, location }: { rule: string; location: { path: string; line: number } }) =>
        [rule, location.path, location.line].join(" "),
      );
    expect(failed).toContain(`kubernetes-host-pid ${at("web.yaml")} 4`);
    expect(failed).toContain(`workflow-image-unpinned ${at("ci.yml")} 4`);
    expect(failed).toContain(`devcontainer-privileged ${at("devcontainer.json")} 2`);
    expect(failed).toContain(`compose-privileged ${at("compose.yaml")} 4`);
  });

  it("audits the files that it is given, without an image", async () => {
    const { out } = await run("audit", at("Dockerfile"), at("compose.yaml"), "--format", "json");
    const { subject, findings } = JSON.parse(out);
    expect(subject.kind).toBe("files");
    const failed = findings.filter(({ status }: { status: string }) => status === "fail");
    const paths = failed.map(({ location }: { location: { path: string } }) => location.path);
    expect(new Set(paths)).toEqual(new Set([at("Dockerfile"), at("compose.yaml")]));
  });

  it("writes its findings as a table", async () => {
    const { out } = await run("audit", at("compose.yaml"), "-f", "csv", "-o", at("f.csv"));
    expect(out.startsWith("target,line,severity,status,")).toBe(true);
    expect(out).toContain(
      `${at("compose.yaml")},4,critical,fail,misconfiguration,compose-privileged,`,
    );
    expect(await readFile(at("f.csv"), "utf8")).toBe(out);
  });

  it("does not look in a registry for a file that is missing", async () => {
    for (const name of ["nothere.yml", "Dockerfile.none", "none/compose.yaml"]) {
      const { exitCode, out } = await run("audit", name, "--format", "json");
      expect(exitCode).toBe(3);
      expect(JSON.parse(out).incomplete).toEqual([
        expect.objectContaining({ code: "NOT_FOUND", what: name }),
      ]);
    }
  });

  it("asks which file is meant when it is given a folder", async () => {
    const { exitCode, err } = await run("audit", at("folder"));
    expect(exitCode).toBe(2);
    expect(err).toContain("is a folder: name the Dockerfile or compose file in it");
  });

  it("says of a binary file that it is none to audit, in one entry", async () => {
    const { out } = await run("audit", at("noise"), "--format", "json");
    expect(JSON.parse(out).incomplete).toEqual([
      { code: "MALFORMED", what: at("noise"), why: expect.stringContaining("no text file") },
    ]);
  });

  it("does not read a device without end", async () => {
    const { exitCode, out } = await run("audit", "/dev/zero", "--format", "json");
    expect(exitCode).toBe(3);
    expect(JSON.parse(out).incomplete).toHaveLength(1);
  });
});

describe("a name that is no image", () => {
  it("is recognised as a file or folder that lies here", async () => {
    expect((await run("check", at("image.tar"))).err).toContain(
      `write docker-archive:${at("image.tar")} or oci-archive:`,
    );
    expect((await run("scan", at("folder"))).err).toContain(`write oci-dir:${at("folder")}`);
  });

  it("cannot be signed or verified outside a registry", async () => {
    const signed = await run("sign", "oci-dir:x", "--key", "k");
    expect(signed).toMatchObject({ exitCode: 2, out: "" });
    expect(signed.err).toContain("Push the image");
    const verified = await run("verify", `oci-dir:${at("layout")}`, "--key", "k");
    expect(verified).toMatchObject({ exitCode: 2, out: "" });
    expect(verified.err).toContain("Signatures live in a registry");
  });
});

describe("files that the command line names", () => {
  const check = (...more: string[]) => run("check", `oci-dir:${at("layout")}`, ...more);

  it.each([
    ["--config", "nothere.yml"],
    ["--config", "folder"],
    ["--config", "noise"],
  ])("are usage errors where they cannot be used: %s %s", async (option, name) => {
    const { exitCode, err, out } = await check(option, at(name));
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toContain(at(name));
    expect(err).toContain("(INVALID_CONFIG)");
  });

  it("need a value", async () => {
    const { exitCode, err } = await check("--output");
    expect(exitCode).toBe(2);
    expect(err).toContain("--output needs a value: --output [FORMAT=]FILE");
  });

  it("cost neither the report nor the other files when one cannot be written", async () => {
    const { exitCode, out, err } = await check(
      "-o",
      join(at("image.tar"), "r.json"),
      "-o",
      at("good.json"),
      "--format",
      "json",
    );
    expect(exitCode).toBe(3);
    expect(err).toContain("(WRITE_FAILED)");
    expect(JSON.parse(out).subject.reference).toBe(`oci-dir:${at("layout")}`);
    expect(JSON.parse(await readFile(at("good.json"), "utf8")).schemaVersion).toBe("1.0");
  });
});
