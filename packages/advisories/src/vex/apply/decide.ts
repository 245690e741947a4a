import type { Distribution, Finding, Inventory, Package, Subject } from "@plimsoll/core";
import { parseVers, type VersRange } from "../../versions/vers.ts";
import type { VexIdentity, VexProduct, VexStatement } from "../statement.ts";
import { liesInside } from "./contains.ts";
import { isDistribution } from "./distribution.ts";
import {
  type ImageMatch,
  matchImage,
  type NamedImage,
  nameBase,
  nameImage,
  namesImage,
} from "./image.ts";
import {
  type ComparablePurl,
  comparablePurl,
  matchPurl,
  type NamedPackage,
  type PurlMatch,
  versionsOf,
} from "./purl.ts";

/** What statements are held against. */
export interface VexContext {
  subject: Subject;
  inventory: Inventory;
  /** More digests of the same image, e.g. of the index that lists it. */
  digests?: readonly string[];
}

/** A statement that speaks of a finding. */
export interface Hit {
  statement: VexStatement;
  /** The more, the more exactly it names what was found. */
  specificity: number;
  /** Whether it names one version: the image by digest, or the package with its version. */
  isPinned: boolean;
}

/** How a statement speaks of the package of one finding; `undefined` when it does not. */
export type Decide = (statement: VexStatement) => Hit | undefined;

const packageWeight: Readonly<Record<PurlMatch, number>> = { none: 0, name: 4, version: 8 };
const imageWeight: Readonly<Record<ImageMatch, number>> = { none: 0, name: 1, tag: 2, digest: 3 };

/** Prepares an image for statements; the result prepares one of its findings. */
export function createDecider({
  subject,
  inventory,
  digests,
}: VexContext): (finding: Finding) => Decide {
  const packages = inventory.packages.flatMap((pkg) => {
    const purl = comparablePurl(pkg.purl);
    return purl ? [{ purl, package: pkg }] : [];
  });
  const byPurl = Map.groupBy(packages, (named) => named.package.purl);
  const world: World = {
    image: nameImage(subject, digests),
    base: nameBase(inventory.baseImage),
    distribution: inventory.distribution,
    byPath: Map.groupBy(packages, (named) => named.purl.path),
    purls: new Map(),
    ranges: new Map(),
  };
  return (finding) => {
    const named = namedPackage(finding, byPurl);
    return (statement) => {
      let best: Hit | undefined;
      for (const product of statement.products) {
        const hit = decideProduct(product, named, finding.inBase === true, world);
        if (hit && (best === undefined || hit.specificity > best.specificity)) {
          best = { statement, ...hit };
        }
      }
      return best;
    };
  };
}

type InstalledPackage = NamedPackage & { package: Package };

interface World {
  image: NamedImage;
  /** The image that it was built upon: what is said of that holds for what came with it. */
  base: NamedImage | undefined;
  distribution: Distribution | undefined;
  byPath: ReadonlyMap<string, readonly InstalledPackage[]>;
  /** Purls of statements, taken apart once. */
  purls: Map<string, ComparablePurl | undefined>;
  ranges: Map<string, VersRange | undefined>;
}

/** The package of a finding with all its places: a purl may occur twice. */
function namedPackage(
  { package: found }: Finding,
  byPurl: ReadonlyMap<string, readonly InstalledPackage[]>,
): NamedPackage | undefined {
  if (found === undefined) return undefined;
  const installed = byPurl.get(found.purl);
  const purl = installed?.[0]?.purl ?? comparablePurl(found.purl);
  if (purl === undefined) return undefined;
  const locations = installed?.flatMap((one) => one.package.locations) ?? [];
  return { purl, package: installed?.[0] && { ...installed[0].package, locations } };
}

function decideProduct(
  product: VexProduct,
  found: NamedPackage | undefined,
  inBase: boolean,
  world: World,
): Omit<Hit, "statement"> | undefined {
  const own = matchImage(product, world.image);
  const image = own === "none" && inBase && world.base ? matchImage(product, world.base) : own;
  const isImage = namesImage(product);
  if (product.subcomponents.length === 0) {
    if (image !== "none") return hitOf(image, "none");
    const match = isImage || !found ? "none" : bestMatch(product, found, world);
    return match === "none" ? undefined : hitOf("none", match);
  }
  if (found === undefined || (image === "none" && (isImage || !isAround(product, found, world)))) {
    return undefined;
  }
  const parts = product.subcomponents.map((part) => bestMatch(part, found, world));
  const match = parts.includes("version") ? "version" : parts.includes("name") ? "name" : "none";
  return match === "none" ? undefined : hitOf(image, match);
}

function hitOf(image: ImageMatch, match: PurlMatch): Omit<Hit, "statement"> {
  return {
    specificity: packageWeight[match] + imageWeight[image],
    isPinned: image === "digest" || match === "version",
  };
}

function bestMatch({ purls, range }: VexIdentity, found: NamedPackage, world: World): PurlMatch {
  let best: PurlMatch = "none";
  for (const text of purls) {
    const match = matchText(text, range, found, world);
    if (match === "version") return match;
    if (match === "name") best = match;
  }
  return best;
}

/** How a purl of a statement names a package; a range of versions is as exact as one. */
function matchText(
  text: string,
  range: string | undefined,
  found: NamedPackage,
  world: World,
): PurlMatch {
  const wanted = splitOnce(text, world);
  const match = wanted ? matchPurl(wanted, found, world.distribution) : "none";
  if (match === "none" || range === undefined) return match;
  const isWithin = versionsOf(wanted!, found).some((version) =>
    rangeOnce(range, world)?.contains(version),
  );
  return isWithin ? "version" : "none";
}

/** A product around a package that is no image: the distribution, or a program that holds the package. */
function isAround(product: VexProduct, found: NamedPackage, world: World): boolean {
  if (product.cpes.some((cpe) => isDistribution(cpe, world.distribution))) return true;
  return product.purls.some((text) => {
    const wanted = splitOnce(text, world);
    const holders =
      wanted &&
      (world.byPath.get(wanted.path) ?? []).filter(
        (holder) => matchText(text, product.range, holder, world) !== "none",
      );
    return (
      holders !== undefined &&
      liesInside(
        found.package,
        holders.map((holder) => holder.package),
      )
    );
  });
}

function rangeOnce(text: string, { ranges }: World): VersRange | undefined {
  if (!ranges.has(text)) ranges.set(text, parseVers(text));
  return ranges.get(text);
}

function splitOnce(text: string, { purls }: World): ComparablePurl | undefined {
  if (!purls.has(text)) purls.set(text, comparablePurl(text));
  return purls.get(text);
}
