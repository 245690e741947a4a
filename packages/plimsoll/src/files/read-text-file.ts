import { open } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";

const chunkBytes = 64 * 1024;

/**
 * Reads a text file that a person named. Its size as the system tells it is not believed: a device
 * or a pipe tells none.
 *
 * @param maxBytes more than that is refused
 * @throws PlimsollError `LIMIT_EXCEEDED` for more bytes, `MALFORMED` for a file with zero bytes in it;
 *   the system's own error when it cannot be opened or read
 */
export async function readTextFile(path: string, maxBytes: number): Promise<string> {
  const handle = await open(path, "r");
  try {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    while (true) {
      const { bytesRead, buffer } = await handle.read(
        Buffer.allocUnsafe(chunkBytes),
        0,
        chunkBytes,
      );
      if (bytesRead === 0) break;
      sizeBytes += bytesRead;
      const chunk = buffer.subarray(0, bytesRead);
      if (chunk.includes(0)) {
        throw new PlimsollError("MALFORMED", "this is no text file, it holds zero bytes", {
          subject: path,
        });
      }
      if (sizeBytes > maxBytes) {
        throw new PlimsollError(
          "LIMIT_EXCEEDED",
          `it is larger than ${maxBytes / (1024 * 1024)} MiB`,
          { subject: path },
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    await handle.close();
  }
}
