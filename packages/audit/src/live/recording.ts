/** What a recording says it is. */
export const recordingKind = "plimsoll-live-snapshot";
/** Version of the recording's form. Fields may be added within a major version, never changed or removed. */
export const recordingVersion = "1.0";

/** A file of the host as its system describes it, or why it does not. */
export type RecordedFile =
  | {
      readonly type: "file" | "folder" | "socket" | "other";
      readonly uid: number;
      readonly gid: number;
      /** Permission bits, e.g. 0o644. */
      readonly mode: number;
    }
  | { readonly missing: true }
  /** The system's code, e.g. `EACCES`. */
  | { readonly fault: string };

/** A text of the host, or why it could not be read. */
export type RecordedText =
  | { readonly text: string }
  | { readonly missing: true }
  | { readonly fault: string };

/** The daemon's process, found by who holds its socket. */
export type RecordedProcess =
  | {
      readonly pid: number;
      readonly uid: number;
      /** Home of its account, where that is not root's. */
      readonly home?: string;
      readonly args: readonly string[];
      /** TCP addresses on which it listens, `0.0.0.0:2375`. */
      readonly listens: readonly string[];
    }
  | { readonly fault: string };

/** Facts of the machine that the engine runs on. */
export interface RecordedHost {
  /** Why these files are not those of the engine's machine: nothing below is judged then. */
  readonly foreign?: string;
  readonly process: RecordedProcess;
  /** By path on the host. */
  readonly files: Readonly<Record<string, RecordedFile>>;
  /** By path on the host: daemon.json, /etc/group, audit rules, mountinfo, sysctls … */
  readonly texts: Readonly<Record<string, RecordedText>>;
  /** Names of the files of folders, by path. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  /** Command names by container ID, of the processes that could be seen. */
  readonly processes: Readonly<Record<string, readonly string[]>>;
  /** Of the caller: variables that change what `docker` does. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a scan of an image found, or why there was none. */
export type RecordedScan =
  | {
      /** Names of the packages of its operating system. */
      readonly packages: readonly string[];
      /** Which advisories were at hand: `directory`, or less. */
      readonly advisories: string;
      /** Vulnerabilities of high or critical severity that a later version mends. */
      readonly mendable: readonly string[];
      /** Files that give their caller the rights of another: set-uid, set-gid, with capabilities. */
      readonly privileged: readonly string[];
    }
  | { readonly fault: string };

/** What a container changed of its image's files (`/containers/{id}/changes`). */
export interface RecordedChanges {
  /** Entries in all, folders among them. */
  readonly count: number;
  /** The first of those that matter. */
  readonly paths: readonly { readonly path: string; readonly kind: string }[];
}

/**
 * What the collectors write down of an engine and its host: the engine's answers as it sent them,
 * without secrets, and the host's files. `parseRecording` makes a `LiveSnapshot` of it.
 */
export interface Recording {
  readonly kind: typeof recordingKind;
  readonly schemaVersion: string;
  /** RFC 3339 */
  readonly takenAt: string;
  /** As users write it: `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly engine: {
    readonly info?: unknown;
    readonly version?: unknown;
    /** `/containers/json?all=1` */
    readonly containers?: unknown;
    /** `/containers/{id}/json` by ID */
    readonly inspected: Readonly<Record<string, unknown>>;
    /** `/exec/{id}/json` by ID */
    readonly execs: Readonly<Record<string, unknown>>;
    /** What each running container changed of its image's files, by ID; absent where nobody asked. */
    readonly changes?: Readonly<Record<string, RecordedChanges>>;
    readonly images?: unknown;
    /** `/images/{id}/json` and `/images/{id}/history` by ID */
    readonly imageDetails: Readonly<
      Record<string, { readonly inspect?: unknown; readonly history?: unknown }>
    >;
    readonly networks?: unknown;
    readonly swarm?: unknown;
    readonly nodes?: unknown;
    readonly services?: unknown;
    readonly secrets?: unknown;
  };
  readonly host: RecordedHost;
  /** What scans of images found, by the image's ID; absent where nobody asked for them. */
  readonly scans?: Readonly<Record<string, RecordedScan>>;
  /** What could not be asked, and why: `containers/4f…`, `info`. */
  readonly faults: Readonly<Record<string, string>>;
}
