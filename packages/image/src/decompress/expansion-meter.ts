import { PlimsollError } from "@plimsoll/core";
import type { WalkLimits } from "../walk/limits.ts";

/** Counts what goes into and comes out of a decompressor, and stops what grows without measure. */
export class ExpansionMeter {
  packedBytes = 0;
  expandedBytes = 0;
  readonly #limits: Pick<WalkLimits, "layerBytes" | "ratio" | "ratioFloorBytes">;

  constructor(limits: Pick<WalkLimits, "layerBytes" | "ratio" | "ratioFloorBytes">) {
    this.#limits = limits;
  }

  /**
   * Counts `bytes` more of the content.
   *
   * @throws PlimsollError `LIMIT_EXCEEDED`
   */
  expand(bytes: number): void {
    this.expandedBytes += bytes;
    const { layerBytes, ratio, ratioFloorBytes } = this.#limits;
    if (this.expandedBytes > layerBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It expands to more than ${layerBytes} bytes`);
    }
    if (this.expandedBytes > ratioFloorBytes && this.expandedBytes > ratio * this.packedBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It expands to more than ${ratio} times its size`);
    }
  }
}
