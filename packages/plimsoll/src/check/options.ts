import type { ConfigInput, Progress } from "@plimsoll/core";
import type { RegistryClient } from "@plimsoll/registry";

/** What a check looks at. */
export const checkParts = [
  "packages",
  "vulnerabilities",
  "secrets",
  "licences",
  "files",
  "audit",
  "privileges",
  "trust",
] as const;
export type CheckPart = (typeof checkParts)[number];

export interface CheckOptions {
  /** The keys of `plimsoll.yml`; default: all defaults. */
  config?: ConfigInput;
  /** Folder that relative paths of the configuration start from; default: the working folder. */
  directory?: string;
  /** What to look at; default: everything. */
  parts?: readonly CheckPart[];
  /**
   * Read the bill of materials that is attached to the image in its registry, instead of the layers;
   * default: false. Nobody verifies who made it.
   */
  attachedSbom?: boolean;
  /** The module that walks layers in worker threads; default: the one of this package. */
  worker?: URL;
  /** A session with registries to use instead of one made from the configuration. */
  registry?: RegistryClient;
  /** The day on which waivers and the age of data are judged; default: now. */
  now?: Date;
  signal?: AbortSignal;
  progress?: Progress;
}
