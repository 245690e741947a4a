import { type Finding, type LayerSummary, plainInstruction, type Report } from "@plimsoll/core";

/** Where a finding lies, ready for people. */
export interface Place {
  /** `usr/bin/su` or `Dockerfile:12`. */
  path?: string;
  /** Number of the layer, counted from 1 for the oldest. */
  layerNumber?: number;
  /** The instruction judged, or the one that made the layer. */
  instruction?: string;
  /** `base image` or `yours`; absent where nobody knows. */
  origin?: string;
  /** Line that made the layer: `Dockerfile:12`. */
  source?: string;
}

/** Looks up the layers of a report by diffID. */
export function indexLayers(report: Report): ReadonlyMap<string, LayerSummary> {
  // The oldest of several equal layers (empty ones are often equal) is the one that brought a file.
  const layers = new Map<string, LayerSummary>();
  for (const layer of report.inventory.layers) {
    if (!layers.has(layer.diffId)) layers.set(layer.diffId, layer);
  }
  return layers;
}

/** Says where a finding lies: path and line, layer, instruction. */
export function placeOf(finding: Finding, layers: ReadonlyMap<string, LayerSummary>): Place {
  const { location } = finding;
  const origin = originOf(finding);
  if (location === undefined) return origin;
  const layer = location.layer === undefined ? undefined : layers.get(location.layer);
  const instruction = location.instruction ?? layer?.createdBy;
  const { dockerfile } = layer ?? {};
  return {
    ...(location.path !== "" && {
      path: location.line === undefined ? location.path : `${location.path}:${location.line}`,
    }),
    ...(layer !== undefined && { layerNumber: layer.index + 1 }),
    ...(instruction !== undefined && { instruction: plainInstruction(instruction) }),
    ...(dockerfile !== undefined && { source: `${dockerfile.path}:${dockerfile.line}` }),
    ...origin,
  };
}

function originOf({ inBase }: Finding): Pick<Place, "origin"> {
  return inBase === undefined ? {} : { origin: inBase ? "base image" : "yours" };
}

/** `layer 3 (yours, Dockerfile:12), RUN npm ci`; empty when nothing is known. */
export function describeLayer(place: Place): string {
  return [describeOrigin(place), place.instruction ?? ""].filter((text) => text !== "").join(", ");
}

/** `layer 3 (base image)`; empty when nothing is known. */
export function describeOrigin({ layerNumber, origin, source }: Place): string {
  const from = [origin, source].filter((text) => text !== undefined).join(", ");
  if (layerNumber === undefined) return from;
  return `layer ${layerNumber}${from === "" ? "" : ` (${from})`}`;
}
