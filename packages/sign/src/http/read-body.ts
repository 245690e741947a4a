import { PlimsollError } from "@plimsoll/core";

/**
 * The whole body of an answer.
 *
 * @param who answers, as the error names it
 * @throws PlimsollError `LIMIT_EXCEEDED` for more than `maxBytes`; what the connection throws
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  who: string,
  subject?: string,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", `${who} answers with more than ${maxBytes} bytes`, {
        subject,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
