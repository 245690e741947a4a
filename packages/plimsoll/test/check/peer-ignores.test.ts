import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigInput } from "@plimsoll/core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ignoreFiles } from "../../src/check/peer-ignores/formats.ts";
import { readPeerIgnores } from "../../src/check/peer-ignores/read.ts";
import { check } from "../../src/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-ignores-"));
  await writeFile(
    join(folder, "Dockerfile"),
    "FROM debian\nADD a /a\nRUN sudo apt-get install x\n",
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const write = (name: string, ...lines: string[]) => writeFile(join(folder, name), lines.join("\n"));

/** Rules that were suppressed, and by whom. */
async function suppressed(audit: ConfigInput["audit"] = {}) {
  const { findings, incomplete } = await check(undefined, {
    directory: folder,
    parts: ["audit"],
    config: { dockerfile: ["Dockerfile"], audit },
    now: new Date("2026-11-25T12:00:00Z"),
  });
  const by = findings.flatMap(({ rule, suppression }) =>
    suppression === undefined ? [] : [[rule, suppression.by, suppression.reason]],
  );
  return { by, incomplete };
}

describe("ignore files of other tools", () => {
  it("waive the rules that are the same here, and the report says which file does", async () => {
    await write(".hadolint.yaml", "ignored: [DL3006, SC2086]", "trustedRegistries: [docker.io]");
    await write(
      ".trivyignore",
      "# the installer insists",
      "AVD-DS-0010",
      "",
      "CVE-2024-1",
      "DS-0021 exp:2026-01-01",
    );
    await write(".checkov.yaml", "skip-check: CKV_DOCKER_2,CKV_AWS_1");
    await write(".dockleignore", "CIS-DI-0009 # ADD is fine");
    const { by, incomplete } = await suppressed();
    expect(incomplete).toEqual([]);
    expect(by.sort()).toEqual([
      ["dockerfile-add-local", ".dockleignore:1 (dockle)", "ADD is fine"],
      ["dockerfile-base-untagged", ".hadolint.yaml (hadolint)", ".hadolint.yaml gives no reason"],
      [
        "dockerfile-healthcheck-missing",
        ".checkov.yaml (checkov)",
        ".checkov.yaml gives no reason",
      ],
      ["dockerfile-sudo", ".trivyignore:2 (trivy)", "the installer insists"],
    ]);
  });

  it("hold for the paths and until the day that they name", async () => {
    await write(
      ".trivyignore.yaml",
      "misconfigurations:",
      "  - { id: AVD-DS-0010, paths: [other/Dockerfile] }",
      "  - { id: AVD-DS-0021, paths: ['**ockerfile'], statement: asked, expired_at: 2026-11-25 }",
      "  - { id: AVD-DS-0005, expired_at: 2026-11-24 }",
    );
    expect((await suppressed()).by).toEqual([
      ["dockerfile-apt-yes", ".trivyignore.yaml (trivy)", "asked"],
    ]);
  });

  it("can be forbidden, and so can comments in the files", async () => {
    await write(".trivyignore", "DS-0010");
    await write(
      "Dockerfile",
      "FROM debian",
      "# hadolint ignore=DL3020",
      "ADD a /a",
      "# plimsoll ignore=dockerfile-apt-yes no",
      "RUN sudo apt-get install x",
    );
    const rules = async (audit: ConfigInput["audit"]) =>
      (await suppressed(audit)).by.map(([rule]) => rule).sort();
    expect(await rules({})).toEqual([
      "dockerfile-add-local",
      "dockerfile-apt-yes",
      "dockerfile-sudo",
    ]);
    expect(await rules({ "honour-peers": false })).toEqual(["dockerfile-apt-yes"]);
    expect(await rules({ "inline-ignores": false })).toEqual(["dockerfile-sudo"]);
  });

  it("choose severities and registries as hadolint does, unless plimsoll.yml says otherwise", async () => {
    await write(
      ".hadolint.yaml",
      "override: { error: [DL3006], style: [DL3020], info: SC2086 }",
      "trustedRegistries: [registry.test]",
      "label-schema: { author: text, when: rfc3339, odd: rawtext }",
    );
    const found = async (audit: ConfigInput["audit"] = {}) => {
      const { findings } = await check(undefined, {
        directory: folder,
        parts: ["audit"],
        config: { dockerfile: ["Dockerfile"], audit },
      });
      const failing = findings.filter(({ status }) => status === "fail");
      return Object.fromEntries(failing.map(({ rule, severity }) => [rule, severity]));
    };
    expect(await found()).toMatchObject({
      "dockerfile-base-untagged": "high",
      "dockerfile-add-local": "negligible",
      "dockerfile-base-registry": "high",
      "dockerfile-label-missing": expect.any(String),
    });
    const own = await found({
      severity: { "dockerfile-base-untagged": "low" },
      "trusted-registries": ["docker.io"],
    });
    expect(own).toMatchObject({ "dockerfile-base-untagged": "low" });
    expect(own).not.toHaveProperty("dockerfile-base-registry");
    const forbidden = await found({ "honour-peers": false });
    expect(forbidden).toMatchObject({ "dockerfile-base-untagged": "medium" });
    expect(forbidden).not.toHaveProperty("dockerfile-label-missing");
  });

  it("are KICS's too: queries by their numbers, and paths", async () => {
    await write(
      "kics.config",
      JSON.stringify({ "exclude-queries": "fd54f200-402c-4333-a5a4-36ef6709af2f,all" }),
    );
    expect((await suppressed()).by).toEqual([
      ["dockerfile-user-missing", "kics.config (kics)", "kics.config gives no reason"],
    ]);
    await write("kics.config", "exclude-paths: [./Dockerfile]");
    const rules = (await suppressed()).by.map(([rule]) => rule);
    expect(rules).toContain("dockerfile-user-missing");
    expect(rules.length).toBeGreaterThan(3);
    await write("kics.config", "exclude-paths: [elsewhere/]");
    expect((await suppressed()).by).toEqual([]);
  });

  it("are listed when they cannot be read", async () => {
    await write(".hadolint.yaml", "ignored: [DL3006", "x: {");
    expect((await suppressed()).incomplete).toMatchObject([{ what: ".hadolint.yaml" }]);
  });

  it("waive nothing by a word for all, whatever they hold", async () => {
    await write(".trivyignore", "all", "*");
    expect((await readPeerIgnores(folder, "2026-11-25")).peerIgnores).toEqual([]);
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        for (const { read, isYaml } of ignoreFiles) {
          for (const { rules, paths } of read(isYaml ? value : text, "x", (id) => id)) {
            expect(paths !== undefined || rules.every((rule) => /\d/.test(rule))).toBe(true);
          }
        }
      }),
    );
  });
});
