import { describe, expect, it } from "vitest";
import type { Catalog } from "../src/catalog/catalog.ts";
import { scanInspectors } from "../src/inspectors/list.ts";
import { catalogKitImage, readTruth } from "./support/kit.ts";

const read = [
  "python",
  "gem",
  "composer",
  "dotnet",
  "conda",
  "r",
  "luarocks",
  "cpan",
  "wordpress",
  "otp",
];
const languageInspectors = scanInspectors.filter(({ id }) => read.includes(id));

/** `type name version folder` of each package; for Python, the folder that Python searches. */
function found({ inventory }: Catalog): string[] {
  return inventory.packages
    .flatMap(({ type, name, version, locations }) =>
      locations.map(({ path }) => {
        const place = type === "pypi" ? path.slice(0, path.indexOf("-packages/") + 9) : path;
        return `${type} ${name} ${version} ${place}`;
      }),
    )
    .sort();
}

const python = () => readTruth("apps-python", "python.tsv").map((row) => `pypi ${row.join(" ")}`);
const gems = () => readTruth("apps-ruby", "gems.tsv").map((row) => `gem ${row.join(" ")}`);

describe("the catalogers of language packages on real images", () => {
  it("are all there", () => {
    expect(languageInspectors).toHaveLength(read.length);
  });

  it("find exactly the installed Python distributions", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-python", languageInspectors);
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual(python().sort());
    expect(catalog.incomplete).toEqual([]);
  });

  it("find exactly the installed Ruby gems", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-ruby", languageInspectors);
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual(gems().sort());
    expect(catalog.incomplete).toEqual([]);
  });

  it("find both, and nothing else, in an image of seven layers", async ({ skip }) => {
    const catalog = await catalogKitImage("apps", languageInspectors);
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual([...python(), ...gems()].sort());
  });
});
