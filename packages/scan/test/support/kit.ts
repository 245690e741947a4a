import { existsSync, readFileSync } from "node:fs";
import { type Inspector, openImage, walkImage } from "@plimsoll/image";
import { expect } from "vitest";
import { type Catalog, catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { kitFolder } from "./shared.ts";

/** The catalogue of one of the kit's real images, or undefined, with a printed reason, when it was not built. */
export async function catalogKitImage(
  name: string,
  inspectors: readonly Inspector[] = scanInspectors,
): Promise<Catalog | undefined> {
  const folder = kitFolder();
  if (folder === undefined) return undefined;
  if (!existsSync(`${folder}/images/${name}/index.json`)) {
    console.log(`skipped: the kit's image ${name} was not built`);
    return undefined;
  }
  const image = await openImage(`oci-dir:${folder}/images/${name}`);
  try {
    const facts = await walkImage(image, { inspectors });
    expect(facts.incomplete).toEqual([]);
    return catalogPackages(facts, image);
  } finally {
    await image.close();
  }
}

/** Rows of a truth file, written by the ecosystem's own tool when the image was built. */
export function readTruth(layer: string, file: string): string[][] {
  const text = readFileSync(`${kitFolder()}/layers/${layer}.expect/${file}`, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}
