import { PlimsollError } from "@plimsoll/core";
import { openFile } from "../file.ts";
import type { LayerContent } from "../image.ts";

/** Reads that feed a decompressor. */
const readBytes = 256 * 1024;

/**
 * The packed bytes of a layer, chunk by chunk. A chunk is valid until the next one is asked for.
 *
 * @throws PlimsollError `READ_FAILED`
 */
export async function* readPackedBytes(
  content: Exclude<LayerContent, { kind: "folder" }>,
): AsyncGenerator<Uint8Array> {
  if (content.kind === "stream") return yield* content.stream;
  const file = await openFile(content.path);
  try {
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    const end = content.offset + content.length;
    for (let at = content.offset; at < end; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(readBytes, end - at), at);
      if (bytesRead === 0) throw new PlimsollError("MALFORMED", "The file is cut off");
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}
