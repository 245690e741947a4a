import { existsSync, readFileSync } from "node:fs";
import { openImage, walkImage } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { type Catalog, catalogPackages } from "../src/catalog/catalog.ts";
import { scanInspectors } from "../src/inspectors/list.ts";
import { kitFolder } from "./support/shared.ts";

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

/** The language packages of one of the kit's real images, or undefined when it was not built. */
async function catalogKitImage(name: string): Promise<Catalog | undefined> {
  const folder = kitFolder();
  if (folder === undefined) return undefined;
  if (!existsSync(`${folder}/images/${name}/index.json`)) {
    console.log(`skipped: the kit's image ${name} was not built`);
    return undefined;
  }
  const image = await openImage(`oci-dir:${folder}/images/${name}`);
  try {
    const inspectors = scanInspectors.filter(({ id }) => read.includes(id));
    expect(inspectors).toHaveLength(read.length);
    const facts = await walkImage(image, { inspectors });
    expect(facts.incomplete).toEqual([]);
    return catalogPackages(facts, image);
  } finally {
    await image.close();
  }
}

/** Rows of a truth file, written when the image was built. */
function truth(layer: string, file: string): string[][] {
  const text = readFileSync(`${kitFolder()}/layers/${layer}.expect/${file}`, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}

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

const python = () => truth("apps-python", "python.tsv").map((row) => `pypi ${row.join(" ")}`);
const gems = () => truth("apps-ruby", "gems.tsv").map((row) => `gem ${row.join(" ")}`);

describe("the catalogers of language packages on real images", () => {
  it("find exactly the installed Python distributions", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-python");
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual(python().sort());
    expect(catalog.incomplete).toEqual([]);
  });

  it("find exactly the installed Ruby gems", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-ruby");
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual(gems().sort());
    expect(catalog.incomplete).toEqual([]);
  });

  it("find both, and nothing else, in an image of seven layers", async ({ skip }) => {
    const catalog = await catalogKitImage("apps");
    if (catalog === undefined) return skip();
    expect(found(catalog)).toEqual([...python(), ...gems()].sort());
  });
});
