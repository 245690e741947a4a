import * as z from "zod";
import { platformSchema } from "./platform.ts";

/** What a report is about. */
export const subjectSchema = z.object({
  kind: z.enum(["image", "container", "filesystem", "files", "sbom", "engine"]),
  /** As the user named it, e.g. `ghcr.io/acme/shop:1.4` or `oci-dir:./image`. */
  reference: z.string(),
  /** Where it was read from. */
  source: z
    .enum([
      "registry",
      "docker-daemon",
      "container",
      "containers-storage",
      "containerd",
      "docker-archive",
      "oci-dir",
      "oci-archive",
      "dir",
      "files",
      "sbom",
      "live",
    ])
    .optional(),
  /**
   * Digest of the manifest, as this source packs the image. A source without manifests
   * (docker-archive, docker-daemon) gives the image ID here; `dir:` and `container:` give none. Of a bill of
   * materials (`sbom:`) it is the digest of the document itself.
   */
  digest: z.string().optional(),
  /** Digest of the image's configuration: the same from every source. */
  imageId: z.string().optional(),
  platform: platformSchema.optional(),
  /** RFC 3339, as the image's configuration says. */
  created: z.string().optional(),
  /** Of a container: which one it is, and the image that it was made from as it was named then. */
  container: z.object({ id: z.string(), name: z.string(), image: z.string() }).optional(),
  /** What a bill of materials says that it describes. Nobody has verified it. */
  describes: z
    .object({
      name: z.string(),
      digest: z.string().optional(),
      imageId: z.string().optional(),
    })
    .optional(),
});
export type Subject = z.infer<typeof subjectSchema>;
