import type { Distribution } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { explainVulnerability, matchPackages } from "../../src/index.ts";
import { installed, inventory, osv, storeOf, vulnerabilitiesIn } from "../support.ts";

const jammy = { id: "ubuntu", versionId: "22.04" };
const fixedIn = (version: string) => [{ introduced: "0" }, { fixed: version }];
const records = [
  osv("UBUNTU-CVE-2024-1", "Ubuntu:22.04:LTS", "curl", fixedIn("7.81.0-1ubuntu1.15")),
  osv("UBUNTU-CVE-2024-2", "Ubuntu:Pro:22.04:LTS", "curl", fixedIn("7.81.0-1ubuntu1.15+esm1")),
];

async function match(version: string, distribution: Partial<Distribution> = jammy) {
  const list = inventory([installed("deb", "curl", version)], distribution);
  const store = await storeOf(...records);
  const { findings } = await matchPackages(list, store);
  const { packages } = await explainVulnerability(list, store, "UBUNTU-CVE-2024-2");
  return { findings, explained: packages[0]?.advisories[0] };
}

describe("a fix under Expanded Security Maintenance", () => {
  it("is none for a system without Ubuntu Pro, which is vulnerable all the same", async () => {
    const { findings, explained } = await match("7.81.0-1ubuntu1.15");
    expect(vulnerabilitiesIn(findings)).toEqual(["UBUNTU-CVE-2024-2"]);
    expect(findings[0]?.vulnerability?.fixedVersion).toBeUndefined();
    expect(findings[0]?.fix).toBeUndefined();
    expect(findings[0]?.evidence?.value).toContain(
      "no fixed version without Ubuntu Pro (7.81.0-1ubuntu1.15+esm1)",
    );
    expect(explained).toMatchObject({ paidFix: "7.81.0-1ubuntu1.15+esm1" });
    expect(explained?.fixedVersion).toBeUndefined();
  });

  it("is one where Expanded Security Maintenance is enabled", async () => {
    for (const service of ["esm-infra", "esm-apps"]) {
      const { findings, explained } = await match("7.81.0-1ubuntu1.15", {
        ...jammy,
        subscriptions: [service],
      });
      expect(findings[0]?.vulnerability?.fixedVersion).toBe("7.81.0-1ubuntu1.15+esm1");
      expect(explained).toMatchObject({ isForSubscribers: true });
      expect(explained?.paidFix).toBeUndefined();
    }
  });

  it("is one where a package of it is installed", async () => {
    const list = inventory(
      [
        installed("deb", "curl", "7.81.0-1ubuntu1.15"),
        installed("deb", "zlib1g", "1.2.11-2ubuntu9+esm1"),
      ],
      jammy,
    );
    const { findings } = await matchPackages(list, await storeOf(...records));
    expect(findings[0]?.vulnerability?.fixedVersion).toBe("7.81.0-1ubuntu1.15+esm1");
  });

  it("ends the vulnerability where it is installed, and fixes for everybody stay such", async () => {
    expect((await match("7.81.0-1ubuntu1.15+esm1")).findings).toEqual([]);
    const { findings } = await match("7.81.0-1ubuntu1.10");
    const fixes = findings.map(({ vulnerability }) => vulnerability?.fixedVersion);
    expect(fixes).toEqual(["7.81.0-1ubuntu1.15", undefined]);
  });

  it("keeps a release alive for its subscribers for ten years", async () => {
    const bionic = { id: "ubuntu", versionId: "18.04" };
    const now = new Date("2026-06-01");
    const rules = async (distribution: Partial<Distribution>, day = now) => {
      const list = inventory([], distribution);
      const { findings } = await matchPackages(list, await storeOf(...records), { now: day });
      return findings.map(({ rule }) => rule);
    };
    const pro = { ...bionic, subscriptions: ["esm-infra"] };
    expect(await rules(bionic)).toEqual(["distribution-end-of-life"]);
    expect(await rules(pro)).toEqual([]);
    expect(await rules(pro, new Date("2028-06-01"))).toEqual(["distribution-end-of-life"]);
  });
});
