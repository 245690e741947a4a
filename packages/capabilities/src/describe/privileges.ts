import type { Privileges } from "@plimsoll/core";
import type { ImageConfig, ImageFacts, Layer } from "@plimsoll/image";
import { describeContainer } from "./container.ts";
import { describeFiles } from "./files.ts";
import type { ContainerSettings } from "./settings.ts";

/** What `describePrivileges` looks at. */
export interface PrivilegesInput {
  /** How the image starts. */
  config: Pick<ImageConfig, "run">;
  /** Facts of `capabilityInspectors`. */
  facts: ImageFacts;
  /** The image's layers, oldest first. */
  layers: readonly Pick<Layer, "diffId">[];
  /** Containers that are made from it; default: one with the engine's defaults. */
  containers?: readonly ContainerSettings[];
}

/**
 * What containers made from the image may do under Docker, and which of its files raise the
 * privileges of whoever runs them.
 */
export function describePrivileges(input: PrivilegesInput): Privileges {
  const { config, facts, layers, containers = [{ origin: "image" }] } = input;
  return {
    containers: containers.map((settings) => describeContainer(settings, config.run, facts)),
    files: describeFiles(facts, layers),
  };
}
