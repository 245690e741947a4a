import { readPlatform } from "../red-hat/platform.ts";
import { suseEcosystem } from "../suse/product.ts";
import type { Product } from "./product-tree.ts";

/** Who publishes CSAF documents about a distribution of its own. */
export interface CsafPublisher {
  readonly feed: string;
  /** `document.publisher.namespace` */
  readonly namespace: string;
  /** The release that a platform is, as OSV writes it, and the repository of it. */
  place(platform: Product): { readonly ecosystem: string; readonly repository?: string };
  /** Whether a package that names no module is outside of any. */
  readonly namesModules: boolean;
}

const csafPublishers: readonly CsafPublisher[] = [
  {
    feed: "redhat-csaf",
    namespace: "https://www.redhat.com",
    place: ({ cpe, name }) => (cpe === "" ? { ecosystem: `Red Hat:${name}` } : readPlatform(cpe)),
    namesModules: true,
  },
  {
    feed: "suse-csaf",
    namespace: "https://www.suse.com",
    place: ({ name }) => ({ ecosystem: suseEcosystem(name) }),
    namesModules: false,
  },
];

export function findPublisher(namespace: string): CsafPublisher | undefined {
  const plain = namespace.replace(/\/$/, "");
  return csafPublishers.find((publisher) => publisher.namespace === plain);
}
