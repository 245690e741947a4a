import type { Inspector } from "@plimsoll/image";

/** Smaller files are not counted: there are many, and together they weigh little. */
export const leastCounted = 64 * 1024;

/** Bytes of every larger file, to tell what a later layer hides of an earlier one. */
export const weightInspector: Inspector<number> = {
  id: "file-weight",
  version: 1,
  wants: ({ type, size }) => (type === "file" && size >= leastCounted ? 0 : undefined),
  inspect: ({ size }) => size,
};
