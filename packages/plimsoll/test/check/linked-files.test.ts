import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-linked-"));
  await mkdir(join(folder, "project"));
  const outside = "services:\n  far:\n    privileged: true\n";
  await writeFile(join(folder, "outside.yaml"), outside);
  await symlink(join(folder, "outside.yaml"), join(folder, "project", "link.yaml"));
  await writeFile(join(folder, "project", "near.yaml"), outside.replace("far", "near"));
  await writeFile(
    join(folder, "project", "compose.yaml"),
    "include:\n  - near.yaml\n  - link.yaml\n  - ../outside.yaml\nservices: {}\n",
  );
  await writeFile(
    join(folder, "project", "web.yaml"),
    "apiVersion: v1\nkind: Pod\nspec:\n  hostPID: true\n  containers: [{name: a}]\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

it("compose files are audited with what they include, never with what lies outside of the project", async () => {
  const { findings, incomplete } = await check(undefined, {
    config: { files: ["compose.yaml"] },
    directory: join(folder, "project"),
    parts: ["audit"],
  });
  const failed = findings.filter(
    ({ rule, status }) => rule === "compose-privileged" && status === "fail",
  );
  expect(failed.map(({ location }) => location)).toMatchObject([{ path: "near.yaml", line: 3 }]);
  expect(incomplete.map(({ what }) => what)).toEqual(["compose.yaml:3", "compose.yaml:4"]);
});

it("a file is audited as what its content says it is", async () => {
  const { findings } = await check(undefined, {
    config: { files: ["web.yaml"] },
    directory: join(folder, "project"),
    parts: ["audit"],
  });
  const failed = findings.find(({ rule }) => rule === "kubernetes-host-pid");
  expect(failed).toMatchObject({ status: "fail", location: { path: "web.yaml", line: 4 } });
});
