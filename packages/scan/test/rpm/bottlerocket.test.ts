import type { ImageConfig } from "@plimsoll/image";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { parseBottlerocketInventory } from "../../src/rpm/bottlerocket.ts";
import { factsOf, layersOf } from "../support/image-facts.ts";

const path = "usr/share/bottlerocket/application-inventory.json";
const item = {
  Name: "glibc",
  Publisher: "Bottlerocket",
  Version: "2.40",
  Release: "1.1752862418.d4cec5ab.br1",
  Epoch: "1",
  Architecture: "x86_64",
  Url: "http://www.gnu.org/software/glibc/",
  Summary: "The GNU libc libraries",
};

describe("Bottlerocket's inventory", () => {
  it("gives rpm packages of Bottlerocket", () => {
    const files = [
      {
        "etc/os-release": "ID=bottlerocket\nVERSION_ID=1.34.0\n",
        [path]: JSON.stringify({ Content: [item, { ...item, Name: "acpid", Epoch: "" }] }),
      },
    ];
    const { inventory, incomplete } = catalogPackages(factsOf(files, scanInspectors), {
      layers: layersOf(files),
      config: {} as ImageConfig,
    });
    expect(incomplete).toEqual([]);
    expect(inventory.packages.map(({ purl }) => purl)).toEqual([
      "pkg:rpm/bottlerocket/acpid@2.40-1.1752862418.d4cec5ab.br1?arch=x86_64&distro=bottlerocket-1.34.0",
      "pkg:rpm/bottlerocket/glibc@2.40-1.1752862418.d4cec5ab.br1?arch=x86_64&distro=bottlerocket-1.34.0&epoch=1",
    ]);
  });

  it("reports what is no package and keeps the others", () => {
    const { packages, faults } = parseBottlerocketInventory(
      JSON.stringify({ Content: [item, { Name: "x" }, 7, null] }),
      path,
    );
    expect(packages).toHaveLength(1);
    expect(faults).toHaveLength(3);
  });

  it("takes any JSON", () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (document, content) => {
        for (const text of [document, JSON.stringify({ Content: content })]) {
          try {
            expect(parseBottlerocketInventory(text, path).kind).toBe("database");
          } catch (error) {
            expect(error).toMatchObject({ code: "MALFORMED" });
          }
        }
      }),
    );
  });
});
