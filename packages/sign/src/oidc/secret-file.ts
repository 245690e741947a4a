import { open } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";

const maxSecretBytes = 64 * 1024;

/**
 * Reads a token or credential from a file, without the space around it.
 *
 * @param what as errors name it
 * @throws PlimsollError `READ_FAILED`, `LIMIT_EXCEEDED`; neither shows what was read
 */
export async function readSecretFile(path: string, what: string): Promise<string> {
  const buffer = Buffer.alloc(maxSecretBytes + 1);
  let length = 0;
  try {
    const handle = await open(path, "r");
    try {
      while (length < buffer.length) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new PlimsollError("READ_FAILED", `${what} could not be read: ${code}`, { subject: path });
  }
  if (length > maxSecretBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", `${what} is longer than ${maxSecretBytes} bytes`, {
      subject: path,
    });
  }
  return buffer.toString("utf8", 0, length).trim();
}
