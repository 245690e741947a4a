import type { Finding, LayerSummary, Report } from "@plimsoll/core";
import { plainInstruction } from "./instruction.ts";

/** Where a finding lies, ready for people. */
export interface Place {
  /** `usr/bin/su` or `Dockerfile:12`. */
  path?: string;
  /** Number of the layer, counted from 1 for the oldest. */
  layerNumber?: number;
  /** The instruction judged, or the one that made the layer. */
  instruction?: string;
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
  if (location === undefined) return {};
  const layer = location.layer === undefined ? undefined : layers.get(location.layer);
  const instruction = location.instruction ?? layer?.createdBy;
  return {
    ...(location.path !== "" && {
      path: location.line === undefined ? location.path : `${location.path}:${location.line}`,
    }),
    ...(layer !== undefined && { layerNumber: layer.index + 1 }),
    ...(instruction !== undefined && { instruction: plainInstruction(instruction) }),
  };
}

/** `layer 3, RUN npm ci`; empty when neither is known. */
export function describeLayer({ layerNumber, instruction }: Place): string {
  return [layerNumber === undefined ? "" : `layer ${layerNumber}`, instruction ?? ""]
    .filter((text) => text !== "")
    .join(", ");
}
