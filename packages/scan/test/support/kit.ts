import { existsSync, readFileSync } from "node:fs";
import { type Image, type ImageFacts, type Inspector, openImage, walkImage } from "@plimsoll/image";
import { expect } from "vitest";
import { type Catalog, catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { kitFolder } from "./shared.ts";

/** Walks one of the kit's real images; undefined, with a printed reason, when it was not built. */
export async function walkKitImage<Result>(
  name: string,
  inspectors: readonly Inspector[],
  use: (facts: ImageFacts, image: Image) => Result,
): Promise<Result | undefined> {
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
    return use(facts, image);
  } finally {
    await image.close();
  }
}

/** The catalogue of one of the kit's real images. */
export function catalogKitImage(
  name: string,
  inspectors: readonly Inspector[] = scanInspectors,
): Promise<Catalog | undefined> {
  return walkKitImage(name, inspectors, (facts, image) => catalogPackages(facts, image));
}

/** Rows of a truth file, written by the ecosystem's own tool when the image was built. */
export function readTruth(layer: string, file: string): string[][] {
  const text = readFileSync(`${kitFolder()}/layers/${layer}.expect/${file}`, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}
