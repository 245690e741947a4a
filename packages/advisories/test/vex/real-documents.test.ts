import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readVex, readVexDocument, type VexStatement } from "../../src/index.ts";
import { installed, inventory, sharedFile } from "../support.ts";
import { judged, subject, vulnerable } from "./support.ts";

function content(file: string): string {
  return gunzipSync(readFileSync(file)).toString("utf8");
}

const ubuntu = sharedFile("feeds/samples/ubuntu-openvex-CVE-2023-38545.json.gz");
const redHat = sharedFile("feeds/samples/rhel-csaf-vex-cve-2023-38545.json.gz");
const rancher = sharedFile("feeds/openvex/rancher-vexhub-small.jsonl.gz");

describe("Canonical's OpenVEX for CVE-2023-38545", () => {
  it.skipIf(ubuntu === undefined)(
    "clears the curl of jammy that has the fix, and no older one",
    () => {
      const { statements, faults } = readVex(content(ubuntu!), "ubuntu");
      expect(faults).toEqual([]);
      const status = (version: string) => {
        const curl = installed("deb", "curl", version, {
          purl: `pkg:deb/ubuntu/curl@${version}?arch=amd64&distro=ubuntu-22.04`,
          source: { name: "curl", version },
        });
        return judged(statements, {
          finding: vulnerable(curl, "CVE-2023-38545"),
          holds: inventory([curl], { id: "ubuntu", versionId: "22.04", codename: "jammy" }),
        }).status;
      };
      expect(status("7.81.0-1ubuntu1.24")).toBe("suppressed");
      expect(status("7.81.0-1ubuntu1.13")).toBe("fail");
    },
  );
});

describe("Red Hat's CSAF for CVE-2023-38545", () => {
  it.skipIf(redHat === undefined)(
    "clears curl on RHEL 8, where the code never was, and not on RHEL 9",
    () => {
      const { statements, faults } = readVex(content(redHat!), "redhat");
      expect(faults).toEqual([]);
      const on = (release: string, version: string) => {
        const curl = installed("rpm", "curl", version, {
          purl: `pkg:rpm/rhel/curl@${version}?arch=x86_64&distro=rhel-${release}`,
        });
        return judged(statements, {
          finding: vulnerable(curl, "CVE-2023-38545"),
          holds: inventory([curl], { id: "rhel", versionId: release }),
        });
      };
      expect(on("8.10", "7.61.1-34.el8").suppression?.vex).toMatchObject({
        status: "not_affected",
        justification: "vulnerable_code_not_present",
        author: "Red Hat Product Security",
      });
      expect(on("9.3", "7.76.1-26.el9_3.2").suppression?.vex?.status).toBe("fixed");
      expect(on("9.2", "7.76.1-23.el9").status).toBe("fail");
    },
  );
});

describe("Rancher's hub of OpenVEX documents", () => {
  it.skipIf(rancher === undefined)(
    "is read without a fault, and clears what it names in its images",
    () => {
      const statements: VexStatement[] = [];
      for (const line of content(rancher!).split("\n").filter(Boolean)) {
        const { path, document } = JSON.parse(line);
        if (document.statements === undefined) continue;
        const reading = readVexDocument(document, path);
        expect(reading.faults).toEqual([]);
        statements.push(...reading.statements);
      }
      expect(statements.length).toBeGreaterThan(16_000);
      const named = statements.find(
        ({ products: [product] }) =>
          product?.purls[0]?.startsWith("pkg:oci/") &&
          product.subcomponents[0]?.purls[0]?.includes("@"),
      )!;
      const [product] = named.products;
      const repository = /repository_url=([^&]+)/.exec(product!.purls[0]!)![1]!;
      const purl = product!.subcomponents[0]!.purls[0]!;
      const [, type = "", name = "", version = ""] = /^pkg:([^/]+)\/(.+)@(.+)$/.exec(purl)!;
      const pkg = installed(type, name, version, { purl });
      const about = { ...subject, reference: `${repository}:v9` };
      const options = { finding: vulnerable(pkg, named.names[0]), holds: inventory([pkg]) };
      expect(judged(statements, { ...options, about }).status).toBe("suppressed");
      expect(judged(statements, options).status).toBe("fail");
    },
  );
});
