import { type FindingLocation, redact } from "@plimsoll/core";
import type { Image } from "@plimsoll/image";

/** The layers of an image, oldest first. */
export type Layers = Pick<Image, "layers">["layers"];

/** Where in the image a file lies, with the layer and the instruction that made it. */
export function placeOf(
  file: { path: string; layer: number; line?: number },
  layers: Layers,
): FindingLocation {
  const { diffId, createdBy } = layers[file.layer] ?? {};
  return {
    path: file.path,
    ...(file.line !== undefined && { line: file.line }),
    ...(diffId && { layer: diffId }),
    ...(createdBy && { instruction: redact(createdBy) }),
  };
}
