/** What a registry, or its token service, accepts as a login. */
export type Credentials =
  | { readonly username: string; readonly password: string }
  /** An OAuth 2 refresh token, as `docker login` stores for some registries. */
  | { readonly identityToken: string }
  /** A bearer token that is sent to the registry as it is. */
  | { readonly registryToken: string };

export interface RegistryOptions {
  /**
   * Hosts (`host` or `host:port`) that may be spoken to over plain HTTP, and whose certificates are
   * not verified. HTTPS is tried first. Loopback hosts must be listed too.
   */
  insecure?: readonly string[];
  /** Hosts to pull from before the registry itself, in order, by registry: `{ "docker.io": ["mirror.example"] }`. */
  mirrors?: Readonly<Record<string, readonly string[]>>;
  /** The login for a registry. Default: Docker's configuration and helpers, then `GITHUB_TOKEN` for ghcr.io. */
  credentials?: (registry: string) => Promise<Credentials | undefined>;
  /** How often a request that failed for a passing reason is tried again. Default 4. */
  retries?: number;
  /** How long a registry may send nothing, in milliseconds. Default 30 000. */
  timeoutMs?: number;
  /** Default `plimsoll`. */
  userAgent?: string;
}
