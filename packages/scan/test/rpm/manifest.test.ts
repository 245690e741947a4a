import { describe, expect, it } from "vitest";
import { parseRpmManifest } from "../../src/rpm/manifest.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";

const openssl =
  "openssl-libs\t1.1.1k-15.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t(none)\t4000\tx86_64\t0\topenssl-1.1.1k-15.cm2.src.rpm\n";
const shadow =
  "shadow-utils\t4.9-12.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t2\t4000\tx86_64\t2\tshadow-utils-4.9-12.cm2.src.rpm\n";
const key = "gpg-pubkey\t3135ce90-5e6fda74\t1\t1\t(none)\t(none)\t0\t(none)\t0\t(none)\n";

describe("parseRpmManifest", () => {
  it("reads a package from each line, and no keys", () => {
    expect(parseRpmManifest(openssl + key + shadow)).toEqual({
      kind: "database",
      packages: [
        {
          name: "openssl-libs",
          version: "1.1.1k-15.cm2",
          architecture: "x86_64",
          source: { name: "openssl", version: "1.1.1k-15.cm2" },
        },
        {
          name: "shadow-utils",
          version: "2:4.9-12.cm2",
          architecture: "x86_64",
          source: { name: "shadow-utils", version: "4.9-12.cm2" },
        },
      ],
      faults: [],
    });
  });

  it("reports lines that are no package, and keeps the others", () => {
    const { packages, faults } = parseRpmManifest(`yolo\n${openssl}a\t1\n\n`);
    expect(packages).toHaveLength(1);
    expect(faults.map(({ line }) => line)).toEqual([1, 3]);
  });

  it("never throws", () => {
    expectOnlyTypedErrors(parseRpmManifest, [openssl + shadow]);
  });
});
