import {
  type Incomplete,
  type Inventory,
  type LayerSummary,
  type Package,
  redact,
} from "@plimsoll/core";
import type { Image, ImageFacts, Inspector, Located } from "@plimsoll/image";
import type { Cataloger } from "../cataloger.ts";
import { catalogers } from "../catalogers/list.ts";
import { addLicences } from "../licences/add-licences.ts";
import { Owners } from "../ownership/owners.ts";
import { relateToOwners } from "../ownership/relate.ts";
import { collectPackages } from "./collect.ts";
import { countOnce } from "./count-once.ts";
import { findDistribution } from "./distribution.ts";
import { joinPlaces } from "./join-places.ts";
import { namelessArchives } from "./nameless-archives.ts";

/** What an image holds, and what of it could not be read. */
export interface Catalog {
  inventory: Inventory;
  /** Faults of package databases; what the walk itself could not read is in `facts.incomplete`. */
  incomplete: Incomplete[];
}

/**
 * The packages, the distribution and the layers of an image, from the facts of `scanInspectors`.
 * The order depends on nothing but the packages. An image without any package database is fine; one
 * whose database belongs to an unknown distribution is reported as incomplete.
 *
 * @param more catalogers whose inspectors walked along: those of `loadLockfileCatalogers`
 */
export function catalogPackages(
  facts: ImageFacts,
  image: Pick<Image, "layers" | "config">,
  more: readonly Cataloger[] = [],
): Catalog {
  const { layers } = image;
  const distribution = findDistribution(facts);
  const collected = [...catalogers, ...more].map((cataloger) => {
    const files = inPlace(facts, cataloger.inspector);
    const found = cataloger.join?.(files) ?? files;
    const visible = found.filter(isVisible);
    const { incomplete, ...rest } = collectPackages(found, layers, cataloger, distribution);
    return {
      cataloger,
      ...rest,
      incomplete: [
        ...incomplete,
        ...faultsOf(visible, layers, cataloger),
        ...(distribution === undefined ? unknownDistribution(visible, layers, cataloger) : []),
      ],
    };
  });
  const owners = new Owners(
    collected.flatMap(({ cataloger, packages }) =>
      cataloger.kind === "distribution" ? packages : [],
    ),
    collected.flatMap(({ owned }) => owned),
    facts,
  );
  const sizes = facts.measure();
  return {
    inventory: {
      ...(distribution ? { distribution } : {}),
      layers: layers.map((layer) => ({ ...summarise(layer), ...sizes.layers[layer.index] })),
      ...(sizes.layers.length > 0 && { efficiency: sizes.efficiency }),
      packages: addLicences(
        countOnce(relateToOwners(joinPlaces(collected), owners), {
          distribution,
          areOwnersKnown: owners.areKnown,
        }),
        facts,
      ).sort(byName),
      ...namelessArchives(facts, layers, owners),
    },
    incomplete: collected.flatMap(({ incomplete }) => incomplete),
  };
}

/**
 * The facts of files that lie where the inspector looks. A walk gives the facts of a file to its
 * hard links too, and neither `status-old` nor a package manager's store says what is installed.
 */
function inPlace<Fact>(facts: ImageFacts, inspector: Inspector<Fact>): readonly Located<Fact>[] {
  // A file that no inspector finds too small, or not executable.
  const entry = { type: "file", mode: 0o755, uid: 0, gid: 0, size: 2 ** 20 } as const;
  return facts
    .of(inspector)
    .filter(({ path }) => inspector.wants({ ...entry, path }) !== undefined);
}

type Layers = Pick<Image, "layers">["layers"];

function isVisible({ hiddenBy }: Located): boolean {
  return hiddenBy === undefined;
}

/** Build arguments, and commands, may hold secrets: no report repeats them. */
function summarise({ index, diffId, createdBy }: Layers[number]): LayerSummary {
  return { index, diffId, ...(createdBy ? { createdBy: redact(createdBy) } : {}) };
}

function faultsOf(files: readonly Located[], layers: Layers, cataloger: Cataloger): Incomplete[] {
  return files.flatMap(({ path, layer, fact }) =>
    (cataloger.faults?.(fact) ?? []).map(({ code, line, why }) => ({
      code,
      what: path,
      why:
        line === undefined ? `${why[0]?.toUpperCase()}${why.slice(1)}.` : `Line ${line}: ${why}.`,
      ...inLayer(layers, layer),
    })),
  );
}

function unknownDistribution(
  files: readonly Located[],
  layers: Layers,
  cataloger: Cataloger,
): Incomplete[] {
  if (cataloger.kind !== "distribution") return [];
  const database = files.find(({ fact }) => cataloger.drafts(fact).length > 0);
  if (database === undefined) return [];
  return [
    {
      code: "UNSUPPORTED",
      what: database.path,
      why: "The image has a package database, but no file that tells its distribution: its packages are listed, and no advisory can be matched to them.",
      ...inLayer(layers, database.layer),
    },
  ];
}

function inLayer(layers: Layers, index: number): { layer?: string } {
  const diffId = layers[index]?.diffId;
  return diffId ? { layer: diffId } : {};
}

/** By code units, so that the order is the same on every machine. */
function byName(a: Package, b: Package): number {
  return (
    compare(a.type, b.type) ||
    compare(a.name, b.name) ||
    compare(a.version, b.version) ||
    compare(a.architecture ?? "", b.architecture ?? "")
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
