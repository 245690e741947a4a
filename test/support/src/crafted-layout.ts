import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A blob, or JSON to be written as one, and what its descriptor claims. */
export interface CraftedBlob {
  content: Uint8Array | string | object;
  mediaType: string;
}

/** Writes OCI layouts that no honest tool would: every field may say what it likes. */
export class CraftedLayout {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Stores a blob under its true digest; returns a true descriptor with the media type claimed. */
  async add({ content, mediaType }: CraftedBlob) {
    const bytes =
      typeof content === "string" || content instanceof Uint8Array
        ? Buffer.from(content)
        : Buffer.from(JSON.stringify(content));
    const hex = createHash("sha256").update(bytes).digest("hex");
    await mkdir(join(this.directory, "blobs/sha256"), { recursive: true });
    await writeFile(join(this.directory, "blobs/sha256", hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  }

  /** Writes the files that make it a layout, with `index` as they stand. Returns its reference. */
  async finish(index: object | string): Promise<string> {
    await mkdir(this.directory, { recursive: true });
    await writeFile(join(this.directory, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    const text = typeof index === "string" ? index : JSON.stringify(index);
    await writeFile(join(this.directory, "index.json"), text);
    return `oci-dir:${this.directory}`;
  }
}
