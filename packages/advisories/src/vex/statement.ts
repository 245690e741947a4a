import type { VexStatus } from "@plimsoll/core";

/** By what a document names a product or a part of one; any that can be compared will do. */
export interface VexIdentity {
  /** Package URLs: of packages, and `pkg:oci/…` or `pkg:docker/…` of images. */
  readonly purls: readonly string[];
  /** `sha256:<hex>`, in lower case: of an image. */
  readonly digests: readonly string[];
  /** CPE 2.2 or 2.3 names; they tell distributions apart, and nothing else. */
  readonly cpes: readonly string[];
  /** `vers:npm/>=1.0.0|<1.2.3`: the package URLs name these versions alone. */
  readonly range?: string;
}

/** What a statement speaks of: all of a product, or only these parts of it. */
export interface VexProduct extends VexIdentity {
  readonly subcomponents: readonly VexIdentity[];
}

/** One claim of a VEX document, whatever its format. */
export interface VexStatement {
  /** Names of the one vulnerability; the document's own choice first. */
  readonly names: readonly string[];
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** The format's own term: `vulnerable_code_not_present`, CycloneDX's `code_not_present` … */
  readonly justification?: string;
  /** Why it is not affected, in words. */
  readonly impact?: string;
  /** What to do about it, in words. */
  readonly action?: string;
  readonly author: string;
  /** RFC 3339; empty where the document does not say when. */
  readonly timestamp: string;
  /** The document's own identifier, or where it was read. */
  readonly document: string;
}

/** A part of a document that cannot be applied, and why. */
export interface VexFault {
  /** e.g. `statement 3` */
  readonly what: string;
  readonly why: string;
}

export type VexFormatName = "openvex" | "csaf" | "cyclonedx";

/** What a document says, and what of it could not be understood. */
export interface VexReading {
  readonly format: VexFormatName;
  readonly document: string;
  readonly statements: readonly VexStatement[];
  readonly faults: readonly VexFault[];
}

/** One of the formats, over a parsed JSON document. */
export interface VexFormat {
  readonly name: VexFormatName;
  recognises(document: Record<string, unknown>): boolean;
  /** Never throws: what does not follow the format is a fault. */
  read(document: Record<string, unknown>, source: string): VexReading;
}
