import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCycloneDx } from "../../src/cyclonedx/cyclonedx.ts";
import { readSbom, type Sbom } from "../../src/sbom/read-sbom.ts";
import { toSpdx2 } from "../../src/spdx/spdx2.ts";
import { toSpdx3 } from "../../src/spdx/spdx3.ts";
import { toSyft } from "../../src/syft/syft.ts";
import { inventory, subject } from "../support/inventory.ts";
import { mutationsOf } from "../support/mutate.ts";
import { realFile, sharedFolder } from "../support/shared.ts";

const namesOf = ({ inventory: { packages } }: Sbom) =>
  packages.map(({ name, version }) => `${name} ${version}`);

const cycloneDx = (components: object[], more: object = {}) =>
  readSbom(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.5", components, ...more }));

const cycloneDxXml = `<?xml version="1.0"?>
<!-- made by hand -->
<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.5" version="1">
  <b:metadata><b:component type="container"><b:name>shop</b:name><b:version>sha256:${"a".repeat(64)}</b:version></b:component></b:metadata>
  <b:components>
    <b:component type="operating-system"><b:name>debian</b:name><b:version>12</b:version></b:component>
    <b:component type="library">
      <b:supplier><b:name>Debian &amp; friends</b:name></b:supplier>
      <b:name>openssl</b:name><b:version>3.0.11-1</b:version>
      <b:licenses><b:license><b:id>Apache-2.0</b:id></b:license></b:licenses>
      <b:purl>pkg:deb/debian/openssl@3.0.11-1?arch=amd64&amp;distro=debian-12</b:purl>
      <b:properties><b:property name="syft:location:0:path">/var/lib/dpkg/status</b:property></b:properties>
      <b:components>
        <b:component type="library"><b:group>@acme</b:group><b:name>inner</b:name><b:version>1.0.0</b:version><b:purl>pkg:npm/%40acme/inner@1.0.0</b:purl></b:component>
      </b:components>
    </b:component>
    <b:component type="library"><b:name>nameless</b:name><b:version>1</b:version></b:component>
  </b:components>
</b:bom>`;

describe("readSbom, on CycloneDX XML", () => {
  it("reads components, inner ones too, the subject and the distribution", () => {
    const read = readSbom(cycloneDxXml);
    expect(read.format).toBe("cyclonedx");
    expect(read.describes).toMatchObject({ name: "shop", digest: `sha256:${"a".repeat(64)}` });
    expect(read.inventory.distribution).toMatchObject({ id: "debian", versionId: "12" });
    expect(read.inventory.packages).toMatchObject([
      {
        purl: "pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12",
        supplier: "Debian & friends",
        licences: ["Apache-2.0"],
        locations: [{ path: "var/lib/dpkg/status" }],
      },
      { name: "@acme/inner", version: "1.0.0" },
    ]);
    expect(read.incomplete).toMatchObject([{ what: "nameless" }]);
  });

  it("reads of every version what its JSON says too", ({ skip }) => {
    const folder = "sbom/anchore__syft/format";
    const [xml, json] = ["1.6.xml", "1.6.json"].map((name) =>
      realFile(`${folder}/cyclonedx${name.endsWith("xml") ? "xml" : "json"}/identify/${name}`),
    );
    if (xml === undefined || json === undefined) return skip();
    const purls = (text: string) => readSbom(text).inventory.packages.map(({ purl }) => purl);
    expect(purls(xml)).not.toEqual([]);
    expect(purls(xml)).toEqual(purls(json));
  });

  it("refuses nesting without end", () => {
    const open = '<component type="library"><name>a</name><components>';
    const close = "</components></component>";
    const text = `<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components>${open.repeat(30)}${close.repeat(30)}</components></bom>`;
    expect(readSbom(text).inventory.packages).toEqual([]);
    const endless = text.replace(open.repeat(30), open.repeat(100_000));
    expect(() => readSbom(endless)).toThrow(/XML/);
  });

  it("ends in a typed error or a result for any mutation", () => {
    fc.assert(
      fc.property(mutationsOf(cycloneDxXml), (text) => {
        try {
          readSbom(text);
        } catch (error) {
          expect(isPlimsollError(error)).toBe(true);
        }
      }),
    );
  });
});

describe("readSbom, on documents of other tools", () => {
  it("reads what Trivy wrote as CycloneDX", ({ skip }) => {
    const text = realFile("sbom/aquasecurity__trivy/sbom/cyclonedx/happy/bom.json");
    if (text === undefined) return skip();
    const { inventory: found, describes, incomplete } = readSbom(text);
    expect(describes).toMatchObject({ name: "maven-test-project" });
    expect(found.distribution).toMatchObject({ id: "alpine", versionId: "3.16.0" });
    expect(found.layers).toHaveLength(2);
    const [bottom, top] = found.layers.map(({ diffId }) => diffId);
    const byName = new Map(found.packages.map((one) => [one.name, one]));
    expect(byName.get("musl")).toMatchObject({
      type: "apk",
      version: "1.2.3-r0",
      source: { name: "musl", version: "1.2.3-r0" },
      layer: bottom,
      licences: ["MIT"],
    });
    expect(byName.get("@example/bootstrap")).toMatchObject({
      purl: "pkg:npm/%40example/bootstrap@5.0.2",
      locations: [{ path: "app/app/package.json", layer: top }],
    });
    expect(byName.get("com.example:example")?.type).toBe("maven");
    expect(byName.size).toBe(7);
    expect(incomplete).toEqual([]);
  });

  it("reads what Syft wrote as SPDX 2.2", ({ skip }) => {
    const text = realFile("sbom/anchore__syft/format/spdxjson/spdx/alpine-3.10.syft.spdx.json");
    if (text === undefined) return skip();
    const found = readSbom(text).inventory;
    expect(found.distribution).toEqual({ id: "alpine", like: [], versionId: "3.10.9" });
    const client = found.packages.find(({ name }) => name === "ssl_client");
    expect(client?.source).toEqual({ name: "busybox", version: "1.30.1-r5" });
    expect(client?.architecture).toBe("x86_64");
  });

  it("reads what Syft wrote as Syft JSON", ({ skip }) => {
    const text = realFile("sbom/anchore__syft/format/testutil/snapshot/TestImageEncoder.golden");
    if (text === undefined) return skip();
    const { inventory: found, incomplete } = readSbom(text);
    expect(found.packages).toMatchObject([
      {
        name: "package-2",
        type: "deb",
        locations: [{ path: "somefile-2.txt", layer: found.layers[1]?.diffId }],
      },
    ]);
    // The other one has the package URL "a-purl-1".
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "a-purl-1" }]);
  });

  it("reads what Syft wrote as SPDX tag-value", ({ skip }) => {
    const text = realFile(
      "sbom/anchore__syft/format/testutil/snapshot/TestSPDXTagValueImageEncoder.golden",
    );
    if (text === undefined) return skip();
    const read = readSbom(text);
    expect(read.format).toBe("spdx");
    expect(namesOf(read)).toEqual(["package-2 2.0.1"]);
    expect(read.describes?.name).toBe("user-image-input");
  });

  it("reads what Bitnami puts into its images", ({ skip }) => {
    const text = realFile("sbom/aquasecurity__trivy/sbom/postgresql.spdx.json");
    if (text === undefined) return skip();
    const read = readSbom(text);
    expect(namesOf(read)).toEqual(["postgresql 15.3.0", "geos 3.8.3", "proj 6.3.2", "gdal 3.7.1"]);
    expect(read.inventory.packages[1]).toMatchObject({
      purl: "pkg:bitnami/geos@3.8.3",
      licences: ["LGPL-2.1-only"],
    });
  });

  it("reads every sample at hand, or says why it cannot", async ({ skip }) => {
    const folder = sharedFolder("sbom");
    if (folder === undefined) return skip();
    const refused: string[] = [];
    let count = 0;
    for await (const file of glob("**/*.{json,golden,cdxjson,xml,yml}", { cwd: folder })) {
      count += 1;
      try {
        readSbom(readFileSync(`${folder}/${file}`, "utf8"));
      } catch (error) {
        if (!isPlimsollError(error)) throw error;
        refused.push(`${error.code} ${file.split("/").at(-1)}`);
      }
    }
    expect(count).toBeGreaterThan(40);
    const unread = refused.filter((one) => !/ (?:Test_Encoder\.golden|sbom\.spdx\.yml)$/.test(one));
    expect(unread).toEqual(["MALFORMED invalid_sbom.cdxjson"]);
  });
});

describe("readSbom", () => {
  it("finds components inside components, and a described package", () => {
    const read = cycloneDx(
      [
        {
          type: "library",
          name: "outer",
          version: "1",
          purl: "pkg:npm/outer@1",
          components: [{ type: "library", name: "inner", version: "2", purl: "pkg:npm/inner@2" }],
        },
      ],
      { metadata: { component: { type: "application", name: "app", purl: "pkg:npm/app@3" } } },
    );
    expect(namesOf(read)).toEqual(["outer 1", "inner 2", "app 3"]);
  });

  it("counts a package that is listed twice once, with both its places", () => {
    const at = (location: string) => ({
      type: "library",
      name: "a",
      version: "1",
      purl: "pkg:npm/a@1",
      evidence: { occurrences: [{ location }] },
    });
    const { inventory: found } = cycloneDx([at("/x/a"), at("/y/a"), at("/x/a")]);
    expect(found.packages).toHaveLength(1);
    expect(found.packages[0]?.locations).toEqual([{ path: "x/a" }, { path: "y/a" }]);
  });

  it("takes the source package and the distribution from qualifiers of the package URL", () => {
    const found = (purl: string) => cycloneDx([{ type: "library", name: "x", purl }]).inventory;
    const deb = found(
      "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12&upstream=glibc%402.35",
    );
    expect(deb.packages[0]).toMatchObject({
      architecture: "amd64",
      source: { name: "glibc", version: "2.35" },
    });
    expect(deb.distribution).toEqual({ id: "debian", like: [], versionId: "12" });
    const rpm = found(
      "pkg:rpm/redhat/bash@5.1-6.el9?distro=rhel-9.2&epoch=2&upstream=sh-5.1-6.el9.src.rpm",
    );
    expect(rpm.packages[0]).toMatchObject({
      version: "2:5.1-6.el9",
      source: { name: "sh", version: "5.1-6.el9" },
    });
    expect(rpm.distribution).toEqual({ id: "rhel", like: [], versionId: "9.2" });
    expect(found("pkg:deb/debian/a@1?distro=debian-trixie").distribution?.codename).toBe("trixie");
    expect(found("pkg:apk/alpine/a@1?distro=3.16.0").distribution?.versionId).toBe("3.16.0");
  });

  it("says of which entries nothing can be known", () => {
    const { inventory: found, incomplete } = cycloneDx([
      { type: "library", name: "nameless", version: "1" },
      { type: "library", name: "another", version: "1" },
      { type: "library", name: "broken", version: "1", purl: "npm/broken" },
      { type: "library", name: "unversioned", purl: "pkg:npm/unversioned" },
      { type: "file", name: "a/file", version: "1" },
    ]);
    expect(found.packages).toEqual([]);
    expect(incomplete).toMatchObject([
      { code: "MALFORMED", what: "npm/broken" },
      { code: "UNSUPPORTED", what: "pkg:npm/unversioned" },
      { code: "UNSUPPORTED", what: "nameless", why: expect.stringContaining("1 more") },
    ]);
  });

  it("leaves out what a package was only generated from", () => {
    const one = (id: string, purl: string) => ({
      SPDXID: `SPDXRef-${id}`,
      name: id,
      versionInfo: "1",
      externalRefs: [{ referenceType: "purl", referenceLocator: purl }],
    });
    const read = readSbom(
      JSON.stringify({
        spdxVersion: "SPDX-2.3",
        packages: [one("a", "pkg:apk/wolfi/a@1"), one("upstream", "pkg:github/acme/a@1")],
        relationships: [
          {
            spdxElementId: "SPDXRef-a",
            relationshipType: "GENERATED_FROM",
            relatedSpdxElement: "SPDXRef-upstream",
          },
        ],
      }),
    );
    expect(namesOf(read)).toEqual(["a 1"]);
  });

  it("reads the predicate of an attestation", () => {
    const predicate = toCycloneDx(inventory, subject, { toolVersion: "1" });
    const read = readSbom(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", predicate }));
    expect(read.inventory.packages).toHaveLength(inventory.packages.length);
  });

  it("says what it reads when it is given something else", () => {
    const codeOf = (text: string) => {
      try {
        readSbom(text);
      } catch (error) {
        if (isPlimsollError(error)) return [error.code, error.action?.includes("CycloneDX (JSON")];
        throw error;
      }
      return undefined;
    };
    expect(codeOf("<?xml version='1.0'?><bom/>")).toEqual(["UNSUPPORTED", true]);
    expect(codeOf('{"spdxVersion":"SPDX-9"}')).toEqual(["UNSUPPORTED", true]);
    for (const text of ["", "{", "[]", "{}", '"x"', "SPDX"]) {
      expect(codeOf(text), text).toEqual(["MALFORMED", true]);
    }
  });

  it("knows a tag-value document behind comments, and takes nothing else for one", () => {
    const document = "SPDXVersion: SPDX-2.3\n";
    for (const before of ["\ufeff", "# a comment\n\n  \n", "\n".repeat(900)]) {
      expect(readSbom(before + document).format).toBe("spdx");
    }
    // Such beginnings have kept regular expressions busy for ever.
    for (const before of ["\n".repeat(65_000), "\n ".repeat(65_000), "#\n".repeat(65_000)]) {
      expect(() => readSbom(`${before}x`)).toThrow(expect.objectContaining({ code: "MALFORMED" }));
    }
  });

  it("refuses components nested without end, however deep", () => {
    const deep = `${'{"components":['.repeat(20_000)}${"]}".repeat(20_000)}`;
    const text = `{"bomFormat":"CycloneDX","components":[${deep}]}`;
    expect(() => readSbom(text)).toThrow(expect.objectContaining({ code: "LIMIT_EXCEEDED" }));
  });

  it("throws nothing but typed errors, and gives valid packages, whatever it is given", () => {
    const options = { toolVersion: "1", timestamp: "2026-01-01T00:00:00Z" };
    const own = [toCycloneDx, toSpdx2, toSpdx3, toSyft].map((write) =>
      JSON.stringify(write(inventory, subject, options)),
    );
    const real = [
      "sbom/aquasecurity__trivy/sbom/cyclonedx/happy/bom.json",
      "sbom/anchore__syft/format/testutil/snapshot/TestSPDXTagValueImageEncoder.golden",
      "sbom/anchore__syft/format/testutil/snapshot/TestImageEncoder.golden",
      "sbom/aquasecurity__trivy/sbom/postgresql.spdx.json",
    ].flatMap((path) => realFile(path) ?? []);
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.json(), ...[...own, ...real].map(mutationsOf)),
        (text) => {
          try {
            const read = readSbom(text);
            expect(JSON.parse(JSON.stringify(read))).toEqual(read);
            for (const { purl, version } of read.inventory.packages) {
              expect([purl.startsWith("pkg:"), version !== ""]).toEqual([true, true]);
            }
          } catch (error) {
            if (!isPlimsollError(error)) throw error;
            expect(["MALFORMED", "UNSUPPORTED"]).toContain(error.code);
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it("survives any value in any place of a document", () => {
    const value = fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text) as unknown);
    const samples = [toCycloneDx, toSpdx2, toSpdx3, toSyft].map((write) =>
      JSON.stringify(write(inventory, subject, { toolVersion: "1" })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(400), value, (sample, place, other) => {
        let seen = 0;
        const text = JSON.stringify(JSON.parse(sample), (key, at) => {
          if (key === "" || key === "bomFormat" || key === "spdxVersion" || key === "@context")
            return at;
          seen += 1;
          return seen === place ? other : at;
        });
        try {
          readSbom(text);
        } catch (error) {
          if (!isPlimsollError(error)) throw error;
        }
      }),
      { numRuns: 600 },
    );
  });
});
