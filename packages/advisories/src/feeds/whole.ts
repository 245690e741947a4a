import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { PlimsollError } from "@plimsoll/core";
import { openPromise } from "yauzl";
import { compressionOf, openBytes } from "./bytes.ts";

const tailBytes = 64;

/**
 * Makes sure that a download is no page of a proxy and was not cut, as far as its kind tells: a zip
 * archive has its directory, what is compressed its checksum, JSON and XML their end.
 *
 * @param name how the URL ends
 * @throws PlimsollError `MALFORMED`
 */
export async function checkWhole(path: string, name: string, subject: string): Promise<void> {
  const { head, tail } = await readEnds(path);
  const fault = (what: string, cause?: unknown) =>
    new PlimsollError("MALFORMED", `The download is ${what}`, {
      subject,
      action: "Try again later, or download the file and give its path.",
      cause,
    });
  if (head.length === 0) throw fault("empty");
  try {
    if (head.startsWith("PK")) return (await openPromise(path)).close();
    const compression = compressionOf(name);
    if (compression) {
      await pipeline(openBytes(path, undefined, compression), async (chunks) => {
        for await (const _ of chunks);
      });
      return;
    }
  } catch (error) {
    throw fault("damaged", error);
  }
  if (/^\s*<(?:!doctype html|html)/i.test(head) && !name.endsWith(".html")) {
    throw fault("a page for people");
  }
  const [first, last] = [head.trimStart()[0], tail.trimEnd().at(-1)];
  const isJson = name.endsWith(".json") || name === "json";
  if (isJson && !["{}", "[]"].includes(`${first}${last}`)) throw fault("no whole JSON");
  if (name.endsWith(".xml") && `${first}${last}` !== "<>") throw fault("no whole XML");
}

async function readEnds(path: string): Promise<{ head: string; tail: string }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (position: number) => {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(tailBytes),
        0,
        tailBytes,
        position,
      );
      return buffer.subarray(0, bytesRead).toString("latin1");
    };
    return { head: await read(0), tail: await read(Math.max(0, size - tailBytes)) };
  } finally {
    await file.close();
  }
}
