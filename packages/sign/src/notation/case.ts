import type { Certificate } from "../x509/certificate.ts";
import type { Envelope } from "./envelope.ts";
import type { NotationTrust } from "./trust.ts";

/** Everything that the steps look at. */
export interface Case {
  readonly envelope: Envelope;
  /** Leaf first, root last; each issued by the next, and fit for its place. */
  readonly chain: readonly Certificate[];
  readonly trust: NotationTrust;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isOffline: boolean;
}
