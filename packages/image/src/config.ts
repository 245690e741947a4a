/** The part of an OCI image configuration that Plimsoll reads (image-spec, config.md); `raw` keeps the rest. */
export interface ImageConfig {
  /** RFC 3339 */
  created?: string;
  os: string;
  architecture: string;
  variant?: string;
  /** `config` of the specification: how a container made from the image starts. */
  run: {
    user: string;
    /** `NAME=value` */
    env: readonly string[];
    entrypoint: readonly string[];
    cmd: readonly string[];
    workingDir: string;
    /** `80/tcp` */
    exposedPorts: readonly string[];
    volumes: readonly string[];
    labels: Readonly<Record<string, string>>;
    stopSignal?: string;
    /** Docker's extension: the image has a health check, unless its test is `["NONE"]`. */
    healthcheck?: { test: readonly string[] };
    onBuild: readonly string[];
    /** Docker's extension: the shell of the shell form. */
    shell?: readonly string[];
  };
  /** Oldest first; `emptyLayer` entries made no layer. */
  history: readonly HistoryEntry[];
  /** Oldest first. */
  diffIds: readonly string[];
  raw: unknown;
}

export interface HistoryEntry {
  created?: string;
  createdBy?: string;
  comment?: string;
  emptyLayer: boolean;
}
