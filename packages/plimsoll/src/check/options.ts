import type { ConfigInput, Progress } from "@plimsoll/core";
import type { EngineOptions } from "@plimsoll/engine";
import type { RegistryClient } from "@plimsoll/registry";

/** What a check looks at. */
export const checkParts = [
  "packages",
  "vulnerabilities",
  "secrets",
  "malware",
  "licences",
  "files",
  "audit",
  "privileges",
  "trust",
] as const;
export type CheckPart = (typeof checkParts)[number];

/** What cannot be told of the operating system's packages alone. */
export const partsOfAllFiles: readonly CheckPart[] = ["secrets", "malware", "files"];

export interface CheckOptions {
  /** The keys of `plimsoll.yml`; default: all defaults. */
  config?: ConfigInput;
  /** Folder that relative paths of the configuration start from; default: the working folder. */
  directory?: string;
  /** Folder that Dockerfiles, compose files and others to audit are read from; default: `directory`. */
  sourceDirectory?: string;
  /** What to look at; default: everything. */
  parts?: readonly CheckPart[];
  /**
   * Read the bill of materials that is attached to the image in its registry, instead of the layers;
   * default: false. Nobody verifies who made it.
   */
  attachedSbom?: boolean;
  /**
   * Look only for the operating system and the packages of its package manager, not for secrets,
   * malware and the like, and read of layers with a table of contents (eStargz, zstd:chunked) nothing else;
   * default: false.
   */
  osOnly?: boolean;
  /** VEX documents to apply besides those of the configuration: files and folders. */
  vex?: readonly string[];
  /** The module that walks layers in worker threads; default: the one of this package. */
  worker?: URL;
  /**
   * Whether the modules that `inspectors` of the configuration names may be loaded, and whether the
   * clamd that it names may get files of the image. They are programs, and it may be anybody's: say no
   * where strangers may change the configuration. Default: true.
   */
  allowInspectors?: boolean;
  /** A session with registries to use instead of one made from the configuration. */
  registry?: RegistryClient;
  /** Which container engine to ask; default: the one of `DOCKER_HOST`, Docker's context, or this machine. */
  engine?: EngineOptions;
  /** The day on which waivers and the age of data are judged; default: now. */
  now?: Date;
  signal?: AbortSignal;
  progress?: Progress;
}
