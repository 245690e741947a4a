import { isDigest } from "../digest.ts";
import { readBolt } from "./bolt-file.ts";

/** An image of containerd. */
export interface NamedImage {
  namespace: string;
  name: string;
  /** Of its manifest or index. */
  digest: string;
  mediaType: string;
}

/** More images than this no machine has. */
const mostImages = 100_000;

/**
 * The images of a metadata store: `v1/NAMESPACE/images/NAME/target` (containerd,
 * core/metadata/buckets.go).
 *
 * @throws PlimsollError what `readBolt` throws
 */
export function listImages(database: string): NamedImage[] {
  return readBolt(database, (root) => {
    const found: NamedImage[] = [];
    for (const { name: namespace, bucket } of root.bucket("v1")?.buckets() ?? []) {
      for (const { name, bucket: image } of bucket.bucket("images")?.buckets() ?? []) {
        if (found.length === mostImages) return found;
        const target = image.bucket("target");
        const digest = target?.value("digest")?.toString();
        const mediaType = target?.value("mediatype")?.toString() ?? "";
        if (isDigest(digest)) found.push({ namespace, name, digest, mediaType });
      }
    }
    return found;
  });
}
