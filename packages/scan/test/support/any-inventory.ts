import type { Inventory } from "@plimsoll/core";
import fc from "fast-check";
import { inventory, packageOf } from "./inventory.ts";

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
const licence = fc.oneof(
  fc.constantFrom("MIT", "mit", "MIT OR ISC", "GPL", "LicenseRef-x", "DocumentRef-a:LicenseRef-b"),
  text,
);

/** Packages whose names, versions and licences are anything. */
export const anyInventory: fc.Arbitrary<Inventory> = fc
  .array(
    fc.record({
      name: text,
      version: text,
      licences: fc.array(licence, { maxLength: 3 }),
      type: fc.constantFrom("npm", "deb", "rpm", "apk", "maven", "generic"),
    }),
    { maxLength: 4 },
  )
  .map((packages) => ({
    ...inventory,
    packages: packages.map((one) =>
      packageOf({
        ...one,
        purl: `pkg:${one.type}/${encodeURIComponent(one.name.toWellFormed())}@1`,
      }),
    ),
  }));
