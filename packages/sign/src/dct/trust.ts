import type { DctStore } from "./known.ts";

/** What Docker Content Trust is checked against. The first root is never trusted for being the first. */
export interface DctTrust {
  /** Notary server, e.g. `https://notary.docker.io`; default: the registry's own. */
  readonly server?: string | undefined;
  /** Ids of root keys, as in root.json or in their canonical form; any may have signed the root. */
  readonly rootKeys: readonly string[];
  /** PEM of certificate authorities that the root's certificate may chain to. */
  readonly rootCertificates?: readonly string[] | undefined;
  /** Delegations any of which must have signed, e.g. `targets/releases`; default: Docker's order. */
  readonly roles?: readonly string[] | undefined;
  /** Keeps what was seen, so that a server that goes back to older metadata is found out. */
  readonly store?: DctStore | undefined;
}
