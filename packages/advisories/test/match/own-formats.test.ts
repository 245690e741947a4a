import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { installed, inventory, temporaryFolder, vulnerabilitiesIn } from "../support.ts";

/** A store of advisories that were built from files of these names and contents. */
async function storeOf(files: Record<string, string>) {
  const folder = await temporaryFolder();
  const from = await Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    }),
  );
  const out = join(folder, "advisories");
  await buildAdvisories({ from, out });
  return openAdvisories({ directory: out });
}

const release = (status: string, rest: Record<string, unknown>) => ({
  releases: { bookworm: { status, repositories: { bookworm: "1.0-3" }, ...rest } },
});

describe("packages matched with advisories in formats of their own", () => {
  it("are judged by Debian's tracker: fixed, open, and not affected", async () => {
    const tracker = {
      curl: {
        "CVE-2024-0001": release("resolved", { fixed_version: "1.0-2", urgency: "high" }),
        "CVE-2024-0002": release("open", { urgency: "unimportant" }),
        "CVE-2024-0003": release("resolved", { fixed_version: "0" }),
      },
    };
    const store = await storeOf({ "debian.json": JSON.stringify(tracker) });
    const found = async (version: string) => {
      const list = inventory([installed("deb", "curl", version)], {
        id: "debian",
        versionId: "12",
      });
      return (await matchPackages(list, store)).findings;
    };
    const old = await found("1.0-1");
    expect(vulnerabilitiesIn(old)).toEqual(["CVE-2024-0001", "CVE-2024-0002"]);
    expect(old.map(({ severity }) => severity)).toEqual(["high", "negligible"]);
    expect(old[0]).toMatchObject({
      vulnerability: { feed: "debian-tracker/Debian:12", fixedVersion: "1.0-2" },
      references: expect.arrayContaining([
        "https://security-tracker.debian.org/tracker/CVE-2024-0001",
      ]),
    });
    expect(vulnerabilitiesIn(await found("1.0-2"))).toEqual(["CVE-2024-0002"]);
  });

  it("are judged on Arch Linux, by pacman's order", async () => {
    const group = {
      name: "AVG-1",
      packages: ["curl"],
      status: "Fixed",
      severity: "High",
      affected: "8.5.0-1",
      fixed: "8.10.0-1",
      issues: ["CVE-2024-0001"],
    };
    const store = await storeOf({ "arch.json": JSON.stringify([group]) });
    const found = async (version: string) => {
      const list = inventory([installed("alpm", "curl", version)], { id: "arch" });
      const { findings, incomplete } = await matchPackages(list, store);
      expect(incomplete).toEqual([]);
      return findings;
    };
    const [finding] = await found("8.9.0-1");
    expect(finding).toMatchObject({
      severity: "high",
      vulnerability: { id: "CVE-2024-0001", aliases: ["AVG-1"], fixedVersion: "8.10.0-1" },
    });
    expect(await found("8.10.0-1")).toEqual([]);
  });

  it("are judged when Node.js lies in the image as a program, and no other program is", async () => {
    const entry = { cve: ["CVE-2024-0001"], vulnerable: "20.x", patched: "^20.11.1" };
    const store = await storeOf({ "index.json": JSON.stringify({ 1: entry }) });
    const match = (...packages: ReturnType<typeof installed>[]) =>
      matchPackages(inventory(packages), store);
    const { findings } = await match(installed("generic", "node", "20.11.0"));
    expect(vulnerabilitiesIn(findings)).toEqual(["CVE-2024-0001"]);
    const { findings: none, note } = await match(
      installed("generic", "node", "20.11.1"),
      installed("generic", "redis", "7.2.4"),
    );
    expect(none).toEqual([]);
    expect(note).toContain("1 generic packages");
  });

  it("get the rating that NVD gives a vulnerability which their feed leaves unrated", async () => {
    const secdb = `distroversion: v3.20
urlprefix: https://dl-cdn.alpinelinux.org/alpine
packages:
  - pkg:
      name: curl
      secfixes:
        8.5.0-r0:
          - CVE-2024-0001
`;
    const metric = {
      type: "Primary",
      cvssData: { vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
    };
    const cve = { id: "CVE-2024-0001", metrics: { cvssMetricV31: [metric] } };
    const store = await storeOf({
      "main.yaml": secdb,
      "nvd.json": JSON.stringify({ format: "NVD_CVE", vulnerabilities: [{ cve }] }),
    });
    const distribution = { id: "alpine", versionId: "3.20.1" };
    const list = inventory([installed("apk", "curl", "8.4.0-r0")], distribution);
    const { findings } = await matchPackages(list, store);
    expect(findings.filter(({ kind }) => kind === "vulnerability")).toMatchObject([
      { severity: "critical", vulnerability: { id: "CVE-2024-0001", cvss: { score: 9.8 } } },
    ]);
  });
});
