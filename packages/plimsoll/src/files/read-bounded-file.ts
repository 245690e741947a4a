import { open } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";

const chunkBytes = 64 * 1024;

/**
 * Reads a file that a person named. Its size as the system tells it is not believed: a device or a
 * pipe tells none.
 *
 * @param maxBytes more than that is refused
 * @throws PlimsollError `LIMIT_EXCEEDED` for more bytes; the system's own error when it cannot be opened
 * or read; whatever `refuse` throws
 */
export async function readBoundedFile(
  path: string,
  maxBytes: number,
  refuse?: (chunk: Buffer) => void,
): Promise<Buffer> {
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
      refuse?.(chunk);
      if (sizeBytes > maxBytes) {
        throw new PlimsollError(
          "LIMIT_EXCEEDED",
          `it is larger than ${maxBytes / (1024 * 1024)} MiB`,
          { subject: path },
        );
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}
