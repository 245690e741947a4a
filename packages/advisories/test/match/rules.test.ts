import { describe, expect, it } from "vitest";
import { type LinkedFunctions, matchPackages } from "../../src/index.ts";
import { installed, inventory, osv, storeOf, vulnerabilitiesIn } from "../support.ts";

const fixedIn = (version: string) => [{ introduced: "0" }, { fixed: version }];
const debian12 = { id: "debian", versionId: "12" };
const curl = installed("deb", "curl", "7.88.1-10", {
  source: { name: "curl", version: "7.88.1-10" },
});

async function match(records: unknown[], packages = [curl]) {
  const result = await matchPackages(inventory(packages, debian12), await storeOf(...records));
  return { ...result, ids: vulnerabilitiesIn(result.findings) };
}

describe("two records of one distribution that contradict each other", () => {
  const affected = osv("DSA-1-1", "Debian:12", "curl", [{ introduced: "0" }], {
    upstream: ["CVE-2024-1", "CVE-2024-2"],
  });
  const denied = osv("DEBIAN-CVE-2024-1", "Debian:12", "curl", fixedIn("0"), {
    upstream: ["CVE-2024-1"],
  });

  it("are settled by the one that says that the package was never affected", async () => {
    expect((await match([affected, denied])).ids).toEqual(["CVE-2024-2"]);
  });

  it("are not settled by a word about another package", async () => {
    const other = osv("DEBIAN-CVE-2024-1", "Debian:12", "wget", fixedIn("0"), {
      upstream: ["CVE-2024-1"],
    });
    expect((await match([affected, other])).ids).toEqual(["CVE-2024-1", "CVE-2024-2"]);
  });
});

describe("a finding about a vulnerable package", () => {
  it("says why: name, version, order, range, feed and day", async () => {
    const record = osv("DEBIAN-CVE-2024-1", "Debian:12", "curl", [
      { introduced: "7.50" },
      { fixed: "7.88.1-10+deb12u1" },
    ]);
    const { findings } = await match([record]);
    expect(findings[0]?.vulnerability?.matches).toEqual([
      {
        advisory: "DEBIAN-CVE-2024-1",
        feed: "osv/Debian:12",
        updated: "2026-01-02T03:04:05Z",
        name: "curl",
        version: "7.88.1-10",
        order: "dpkg",
        range: ">= 7.50, < 7.88.1-10+deb12u1",
      },
    ]);
  });
});

describe("a malicious package", () => {
  const record = osv("MAL-2024-1", "npm", "lodahs", [{ introduced: "0" }], {
    summary: "Malicious code in lodahs (npm)",
  });

  it("is malware and not a vulnerability, whatever its version", async () => {
    const { findings } = await match([record], [installed("npm", "lodahs", "0.0.1-security")]);
    expect(findings).toMatchObject([
      { rule: "malicious-package", kind: "malware", severity: "critical" },
    ]);
    expect(findings[0]?.fix?.description).toContain("Remove lodahs");
  });

  it("does not taint a package of another name", async () => {
    expect((await match([record], [installed("npm", "lodash", "4.17.21")])).findings).toEqual([]);
  });
});

describe("a vulnerability of a Go module whose functions are known", () => {
  const record = osv("GO-2024-1", "Go", "example.org/mod", fixedIn("1.2.0"), {
    aliases: ["CVE-2024-1", "GHSA-aaaa-bbbb-cccc"],
  });
  const affected = (record.affected as Record<string, unknown>[])[0]!;
  affected.ecosystem_specific = { imports: [{ path: "example.org/mod/a", symbols: ["Parse"] }] };
  const github = osv("GHSA-aaaa-bbbb-cccc", "Go", "example.org/mod", fixedIn("1.2.0"), {
    aliases: ["CVE-2024-1"],
  });
  const module = (...paths: string[]) =>
    installed("golang", "example.org/mod", "v1.0.0", {
      locations: paths.map((path) => ({ path })),
    });
  /** The program `with` holds the function, `without` does not, of others nothing is known. */
  const linked: LinkedFunctions = (program, { symbols }) =>
    program === "with" ? symbols.includes("Parse") : program === "without" ? false : undefined;
  const statusOf = async (records: unknown[], ...paths: string[]) => {
    const store = await storeOf(...records);
    const { findings } = await matchPackages(inventory([module(...paths)]), store, { linked });
    return findings.map(({ status }) => status);
  };

  it("counts where a program holds them, or nothing is known of it", async () => {
    expect(await statusOf([record], "with")).toEqual(["fail"]);
    expect(await statusOf([record], "unknown")).toEqual(["fail"]);
    expect(await statusOf([record], "without", "with")).toEqual(["fail"]);
  });

  it("stays visible and does not count where no program holds them", async () => {
    expect(await statusOf([record], "without")).toEqual(["suppressed"]);
    expect(await statusOf([record, github], "without")).toEqual(["suppressed"]);
  });

  it("counts where no advisory names functions", async () => {
    expect(await statusOf([github], "without")).toEqual(["fail"]);
  });
});
