/** A Sigstore instance's roots as this package carries them. */
export interface EmbeddedRoot {
  /** Name of the instance. */
  readonly name: string;
  /** Where the instance publishes its TUF metadata. */
  readonly url: string;
  /** When its source was released, YYYY-MM-DD. */
  readonly date: string;
  /** Package and version that it was taken from. */
  readonly source: string;
  /** Parsed TUF `root.json`: where refreshing starts. */
  readonly tufRoot: unknown;
  /** Parsed `trusted_root.json` (protobuf-specs, sigstore_trustroot.proto). */
  readonly trustedRoot: unknown;
}
