import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { photonFormat } from "../../src/formats/photon/read-photon.ts";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { installed, inventory, temporaryFolder, vulnerabilitiesIn } from "../support.ts";
import { advisoriesIn, describeAffected, faultsIn } from "./reading.ts";

const row = (cve_id: string, pkg: string, res_ver: string, rest = {}) => ({
  cve_id,
  pkg,
  cve_score: 7.5,
  aff_ver: `all versions before ${res_ver} are vulnerable`,
  res_ver,
  ...rest,
});
const where = "feeds/cve_data_photon5.0.json[3]";

function read(value: unknown, at = where) {
  const readings = [...photonFormat.read(value, at)];
  return {
    affected: describeAffected(advisoriesIn(readings).flatMap(({ affected }) => affected)),
    faults: faultsIn(readings),
  };
}

describe("a row of Photon's list", () => {
  it("says which version resolves a vulnerability, or that none does", () => {
    const resolved = row("CVE-2023-38545", "curl", "8.1.2-4.ph5");
    expect(read(resolved).affected).toEqual(["Photon OS:5.0 curl < 8.1.2-4.ph5"]);
    expect(read(row("CVE-2023-38545", "curl", "NA")).affected).toEqual([
      "Photon OS:5.0 curl affected",
    ]);
    expect(read({ ...resolved, status: "Not Affected" }).affected).toEqual([
      "Photon OS:5.0 curl < 0",
    ]);
    const unclear = { ...resolved, aff_ver: "NA", res_ver: "NA", status: "Fixed" };
    expect(read(unclear).faults).toHaveLength(1);
    expect(read(row("CVE-2023-38545", "curl", "soon")).faults).toHaveLength(1);
  });

  it("needs the file's name, which tells the release", () => {
    const { faults } = read(row("CVE-2023-38545", "curl", "8.1.2-4.ph5"), "feeds/photon.json[3]");
    expect(faults[0]).toContain("cve_data_photonN.N.json");
  });

  it("is never the cause of an exception, whatever it holds", () => {
    const any = () => fc.jsonValue({ maxDepth: 2 });
    fc.assert(
      fc.property(any(), any(), any(), (whole, part, other) => {
        read(whole);
        read({ cve_id: part, pkg: other, res_ver: whole, aff_ver: part });
        read({ cve_id: "CVE-1", pkg: part, cve_score: other, res_ver: whole, aff_ver: part });
      }),
    );
  });

  it("is matched with all packages of its source, in the release that the file is named after", async () => {
    const folder = await temporaryFolder();
    const from = join(folder, "cve_data_photon4.0.json");
    const rows = [
      row("CVE-2023-38545", "curl", "8.1.2-4.ph4"),
      row("CVE-2023-38545", "cmake", "3.21-3.ph4"),
    ];
    await writeFile(from, JSON.stringify(rows));
    await buildAdvisories({ from: [from], out: join(folder, "out") });
    const store = await openAdvisories({ directory: join(folder, "out") });
    const idsOf = async (version: string, versionId: string) => {
      const libcurl = installed("rpm", "curl-libs", version, { source: { name: "curl", version } });
      const { findings } = await matchPackages(
        inventory([libcurl], { id: "photon", versionId }),
        store,
      );
      return vulnerabilitiesIn(findings);
    };
    expect(await idsOf("8.1.2-3.ph4", "4.0")).toEqual(["CVE-2023-38545"]);
    expect(await idsOf("8.1.2-4.ph4", "4.0")).toEqual([]);
    expect(await idsOf("8.1.2-3.ph4", "5.0")).toEqual([]);
  });
});
