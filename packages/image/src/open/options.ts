import type { Progress } from "@plimsoll/core";
import type { EngineClient, EngineOptions } from "@plimsoll/engine";
import type { RegistryClient, RegistryOptions } from "@plimsoll/registry";

export interface OpenOptions {
  /** `os/architecture[/variant]`; default: linux and this machine's architecture. */
  platform?: string;
  /** A client to use and leave open, or the options of one to make. */
  registry?: RegistryClient | RegistryOptions;
  /** A client to use and leave open, or the options of one to make. */
  engine?: EngineClient | EngineOptions;
  /** Where archives are unpacked to, and daemon's images kept, until `close`; default: the system's. */
  tempDirectory?: string;
  signal?: AbortSignal;
  /** Phases `pull` and `save`, in bytes. */
  progress?: Progress;
}
