import { describe, expect, it } from "vitest";
import { readVex } from "../../src/index.ts";
import { installed, inventory } from "../support.ts";
import { digest, judged, lodash, statementsOf, vulnerable } from "./support.ts";

const product = (id: string, helper: object) => ({
  name: id,
  product_id: id,
  product_identification_helper: helper,
});

function csaf(vulnerability: object, tree: object = {}): string {
  return JSON.stringify({
    document: {
      category: "csaf_vex",
      csaf_version: "2.0",
      publisher: { category: "vendor", name: "Acme Security", namespace: "https://acme.example" },
      tracking: { id: "ACME-7", current_release_date: "2026-03-04T05:06:07Z" },
    },
    product_tree: {
      branches: [
        {
          category: "vendor",
          name: "Acme",
          branches: [
            {
              category: "product_version",
              name: "4.17.4",
              product: product("lodash", { purl: lodash.purl }),
            },
          ],
        },
      ],
      full_product_names: [
        product("shop", {
          hashes: [
            { filename: "shop", file_hashes: [{ algorithm: "sha256", value: digest.slice(7) }] },
          ],
        }),
        product("el9", { cpe: "cpe:/o:redhat:enterprise_linux:9" }),
        product("curl", { purl: "pkg:rpm/redhat/curl" }),
        { name: "a box", product_id: "box" },
      ],
      relationships: [
        {
          category: "default_component_of",
          full_product_name: { name: "lodash in shop", product_id: "shop:lodash" },
          product_reference: "lodash",
          relates_to_product_reference: "shop",
        },
        {
          category: "default_component_of",
          full_product_name: { name: "curl in el9", product_id: "el9:curl" },
          product_reference: "curl",
          relates_to_product_reference: "el9",
        },
      ],
      product_groups: [{ group_id: "all", product_ids: ["lodash", "shop"] }],
      ...tree,
    },
    vulnerabilities: [{ cve: "CVE-2026-0001", ...vulnerability }],
  });
}

const cleared = (id: string) => ({
  product_status: { known_not_affected: [id] },
  flags: [{ label: "vulnerable_code_not_present", product_ids: [id] }],
});

describe("a CSAF document", () => {
  it("speaks of a range of versions, and not of all where the range cannot be read", () => {
    const status = (name: string, inner = false) => {
      const leaf = { product: product("ranged", { purl: "pkg:npm/lodash" }) };
      const range = { category: "product_version_range", name };
      const branch = inner
        ? { ...range, branches: [{ category: "architecture", name: "noarch", ...leaf }] }
        : { ...range, ...leaf };
      return judged(statementsOf(csaf(cleared("ranged"), { branches: [branch] }))).status;
    };
    for (const inner of [false, true]) {
      expect(status("vers:npm/>=4.0.0|<=4.17.4", inner)).toBe("suppressed");
      expect(status("vers:npm/<4.17.4", inner)).toBe("fail");
      expect(status("<= 4.17.4", inner)).toBe("fail");
    }
  });

  it("clears a component of an image that it names by hash", () => {
    const finding = judged(statementsOf(csaf(cleared("shop:lodash"))));
    expect(finding.suppression?.vex).toEqual({
      status: "not_affected",
      justification: "vulnerable_code_not_present",
      author: "Acme Security",
      document: "ACME-7",
      timestamp: "2026-03-04T05:06:07.000Z",
    });
    const other = judged(statementsOf(csaf(cleared("shop:lodash"))), {
      finding: vulnerable(installed("npm", "minimist", "1.2.0")),
    });
    expect(other.status).toBe("fail");
  });

  it("speaks of the packages of a distribution in that distribution only", () => {
    const curl = installed("rpm", "curl", "7", {
      purl: "pkg:rpm/rhel/curl@7?arch=x86_64&distro=rhel-9.4",
    });
    const statusOn = (versionId: string) =>
      judged(statementsOf(csaf(cleared("el9:curl"))), {
        finding: vulnerable(curl),
        holds: inventory([curl], { id: "rhel", versionId }),
      }).status;
    expect(statusOn("9.4")).toBe("suppressed");
    expect(statusOn("8.10")).toBe("fail");
  });

  it("tells service packs apart", () => {
    const curl = installed("rpm", "curl", "7", { purl: "pkg:rpm/sles/curl@7?distro=sles-15.5" });
    const statusOn = (cpe: string) =>
      judged(
        statementsOf(
          csaf(cleared("el9:curl"))
            .replace("cpe:/o:redhat:enterprise_linux:9", cpe)
            .replaceAll("rpm/redhat/", "rpm/suse/"),
        ),
        { finding: vulnerable(curl), holds: inventory([curl], { id: "sles", versionId: "15.5" }) },
      ).status;
    expect(statusOn("cpe:/o:suse:sles:15:sp5")).toBe("suppressed");
    expect(statusOn("cpe:2.3:o:suse:sles:15:sp5:*:*:*:*:*:*")).toBe("suppressed");
    expect(statusOn("cpe:/o:suse:sles:15:sp4")).toBe("fail");
    expect(statusOn("cpe:/o:suse:sles:15")).toBe("fail");
  });

  it("gives reasons and remedies by product and by group", () => {
    const text = csaf({
      product_status: { known_not_affected: ["lodash"], known_affected: ["shop"] },
      threats: [{ category: "impact", details: "It is never called.", group_ids: ["all"] }],
      remediations: [{ category: "vendor_fix", details: "Update.", group_ids: ["all"] }],
    });
    expect(statementsOf(text)).toMatchObject([
      { status: "affected", action: "Update." },
      { status: "not_affected", impact: "It is never called." },
    ]);
  });

  it("reports what it neither justifies nor names", () => {
    const { statements, faults } = readVex(
      csaf({
        product_status: {
          known_not_affected: ["lodash"],
          fixed: ["nowhere"],
          under_investigation: ["box"],
        },
      }),
      "vex.json",
    );
    expect(statements).toEqual([]);
    expect(faults.map(({ what }) => what)).toEqual([
      "vulnerability 1, fixed",
      "vulnerability 1, known_not_affected",
      "vulnerability 1, under_investigation",
    ]);
  });

  it("may nest its branches as deep as it likes", () => {
    let branch: object = { product: product("deep", { purl: lodash.purl }) };
    for (let depth = 0; depth < 500; depth += 1) branch = { branches: [branch] };
    const { statements, faults } = readVex(
      csaf(cleared("deep"), { branches: [branch] }),
      "vex.json",
    );
    expect(statements).toEqual([]);
    expect(faults).toHaveLength(1);
  });
});
