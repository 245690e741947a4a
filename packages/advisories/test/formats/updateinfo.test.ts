import { PlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { updateinfoFormat } from "../../src/formats/updateinfo/read-updateinfo.ts";
import { advisoriesIn, describeAffected, faultsIn, readText } from "./reading.ts";

interface Made {
  type?: string;
  packages?: string[];
  module?: string;
  severity?: string;
  references?: string;
}

function update(
  id: string,
  { type = "security", packages = [], module = "", severity = "important", references = "" }: Made,
) {
  const list = packages.map((text) => {
    const [name, epoch, version, release, arch] = text.split(" ");
    return `<package arch="${arch}" epoch="${epoch}" name="${name}" version="${version}" release="${release}" src="${name}.src.rpm">
      <filename>${name}.rpm</filename><sum type="sha256">abc</sum></package>`;
  });
  return `<update author="x" from="x" status="final" type="${type}" version="1.4"><id>${id}</id><title>${id}: curl update</title>
    <issued date="2023-10-13 05:13"/><updated date="2023-10-14T06:14:15Z"/><severity>${severity}</severity>
    <description>Package updates are available</description><references>${references}</references>
    <pkglist><collection short="x"><name>x</name>${module}${list.join("\n")}</collection></pkglist></update>`;
}

const cve = (id: string) =>
  `<reference href="http://cve.mitre.org/cgi-bin/cvename.cgi?name=${id}" id="${id}" title="" type="cve"/>`;

async function read(...updates: string[]) {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<updates>${updates.join("\n")}</updates>`;
  expect(updateinfoFormat.recognises("updateinfo.xml", text.slice(0, 4096))).toBe(true);
  const readings = await readText(updateinfoFormat, text);
  const advisories = advisoriesIn(readings);
  return {
    advisories,
    faults: faultsIn(readings),
    affected: describeAffected(advisories.flatMap(({ affected }) => affected)),
  };
}

describe("an update", () => {
  it("of Amazon Linux names what it fixes, and its builds", async () => {
    const { advisories, affected, faults } = await read(
      update("ALAS2023-2023-377", {
        references: `${cve("CVE-2023-38545")}${cve("CVE-2023-38546")}
          <reference href="https://alas.aws.amazon.com/AL2023/ALAS2023-2023-377.html" id="ALAS2023-2023-377" type="self"/>`,
        packages: [
          "libcurl 0 8.3.0 1.amzn2023.0.2 x86_64",
          "libcurl 0 8.3.0 1.amzn2023.0.2 aarch64",
          "curl-debuginfo 0 8.3.0 1.amzn2023.0.2 x86_64",
          "curl 0 8.3.0 1.amzn2023.0.2 src",
        ],
      }),
    );
    expect(faults).toEqual([]);
    expect(advisories).toMatchObject([
      {
        feed: "updateinfo",
        id: "ALAS2023-2023-377",
        upstream: ["CVE-2023-38545", "CVE-2023-38546"],
        severityWord: "important",
        published: "2023-10-13T05:13:00Z",
        modified: "2023-10-14T06:14:15Z",
        url: "https://alas.aws.amazon.com/AL2023/ALAS2023-2023-377.html",
      },
    ]);
    expect(affected).toEqual([
      "Amazon Linux:2023 libcurl < 0:8.3.0-1.amzn2023.0.2 (aarch64 x86_64)",
    ]);
  });

  it.each([
    ["ALAS-2018-1", "9.amzn1", "Amazon Linux:1"],
    ["ALAS2-2018-951", "9.amzn2.0.1", "Amazon Linux:2"],
    ["ALAS2022-2022-1", "9.amzn2022", "Amazon Linux:2022"],
    // Extras and live patches number the same packages their own way.
    ["ALAS2DOCKER-2021-003", "9.amzn2", "Amazon Linux DOCKER:2"],
    ["ALAS2023LIVEPATCH-2024-1", "9.amzn2023", "Amazon Linux LIVEPATCH:2023"],
    ["FEDORA-2024-0a1b2c3d4e", "1.fc40", "Fedora:40"],
    ["MGASA-2024-0123", "1.1.mga9", "Mageia:9"],
    ["openEuler-SA-2024-1234", "5.oe2203sp3", "openEuler:22.03-LTS-SP3"],
    ["openEuler-SA-2024-1235", "5.oe2403", "openEuler:24.03-LTS"],
    ["openEuler-SA-2023-1236", "5.oe2309", "openEuler:23.09"],
  ])("%s, of which a package is of release %s, is about %s", async (id, release, ecosystem) => {
    const { affected } = await read(update(id, { packages: [`curl 1 8.0 ${release} x86_64`] }));
    expect(affected).toEqual([`${ecosystem} curl < 1:8.0-${release} (x86_64)`]);
  });

  it.each([
    ["ALSA-2024:1", "AlmaLinux:8"],
    ["RLSA-2024:1", "Rocky Linux:8"],
    ["ELSA-2024-1", "Oracle Linux:8"],
  ])("%s of a module is about that module's packages", async (id, ecosystem) => {
    const release = "2.module+el8.9.0+1+a";
    const packages = [`nodejs 1 18.18.2 ${release} x86_64`];
    const module =
      '<module name="nodejs" stream="18" version="8090020231013" context="a" arch="x86_64"/>';
    expect((await read(update(id, { packages, module }))).affected).toEqual([
      `${ecosystem} nodejs < 1:18.18.2-${release} module "nodejs:18" (x86_64)`,
    ]);
    const plain = await read(update(id, { packages: ["curl 0 7.61 1.el8 x86_64"] }));
    expect(plain.affected).toEqual([`${ecosystem} curl < 0:7.61-1.el8 module "" (x86_64)`]);
  });

  it("that is not about security is no advisory", async () => {
    const made = { type: "bugfix", packages: ["curl 0 8.0 1.amzn2 x86_64"] };
    expect(await read(update("ALAS2-2024-1", made))).toEqual({
      advisories: [],
      faults: [],
      affected: [],
    });
  });

  it("that cannot be placed is reported, and takes no other with it", async () => {
    const packages = ["curl 0 8.0 1.el9 x86_64"];
    const { advisories, faults } = await read(
      update("ACME-2024-1", { packages }),
      update("RLSA-2024:1", { packages: [] }),
      update("no id!", { packages }),
      update("RLSA-2024:2", { packages: [" 0 8.0 1.el9 x86_64"] }),
      update("RLSA-2024:3", { packages }),
    );
    expect(faults).toEqual([
      "ACME-2024-1: it does not tell the release that curl-8.0-1.el9 is for",
      "RLSA-2024:1: it lists no package",
      "it has no id",
      "RLSA-2024:2: a package has no name, version or release",
    ]);
    expect(advisories.map(({ id }) => id)).toEqual(["RLSA-2024:3"]);
  });

  it("that is damaged fails with an error of our own or not at all", async () => {
    const text = `<updates>${update("ALAS2-2018-951", { packages: ["curl 0 7.5 9.amzn2 x86_64"], references: cve("CVE-2018-1000005") })}</updates>`;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ maxLength: 5 }), async (at, piece) => {
        try {
          await readText(
            updateinfoFormat,
            text.slice(0, at) + piece + text.slice(at + piece.length),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
