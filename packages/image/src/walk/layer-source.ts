import { PlimsollError } from "@plimsoll/core";
import { openFile } from "../file.ts";
import type { LayerContent } from "../image.ts";

/** Reads that feed a decompressor. */
const readBytes = 512 * 1024;

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
    const buffers = [Buffer.allocUnsafeSlow(readBytes), Buffer.allocUnsafeSlow(readBytes)] as const;
    const end = content.offset + content.length;
    const read = (turn: 0 | 1, at: number) => {
      const reading = file.read(buffers[turn], 0, Math.min(readBytes, end - at), at);
      // Nobody hears of a read ahead that fails when what came before was the last that was wanted.
      reading.catch(() => {});
      return reading;
    };
    let turn: 0 | 1 = 0;
    let reading = read(turn, content.offset);
    for (let at = content.offset; at < end; ) {
      const { buffer, bytesRead } = await reading;
      if (bytesRead === 0) throw new PlimsollError("MALFORMED", "The file is cut off");
      at += bytesRead;
      turn = turn === 0 ? 1 : 0;
      // The next bytes are read while these are being used.
      if (at < end) reading = read(turn, at);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
