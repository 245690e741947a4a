import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { describeUrl } from "../feeds/transfer.ts";
import { indexFile, signatureFile } from "../shards/index-format.ts";
import { shardLimits } from "../shards/read-file.ts";
import { indexLimits } from "../shards/read-index.ts";
import { type FetchBytesOptions, fetchBytes } from "./fetch-bytes.ts";
import type { Mirror, MirrorOptions } from "./mirror.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * A folder of shards on a web server.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for plain HTTP, unless the advisories are verified by a
 * key or the server is this machine
 */
export function openHttpsMirror(address: string, options: MirrorOptions): Mirror {
  const name = describeUrl(address);
  const base = new URL(address);
  if (base.protocol === "http:" && !options.isSigned && !loopback.has(base.hostname)) {
    throw new PlimsollError("INVALID_ARGUMENT", "Advisories without a signature need HTTPS", {
      subject: name,
      action: "Name the mirror with https://, or give the publisher's key in `advisories.key`.",
    });
  }
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const get = (file: string, rest: Pick<FetchBytesOptions, "maxBytes" | "headers">) => {
    const url = new URL(base);
    url.pathname += file;
    const { signal, timeoutMs } = options;
    return fetchBytes(url.href, { ...rest, signal, timeoutMs });
  };
  return {
    name,
    async fetchIndex(tag) {
      const headers = tag === undefined || tag === "" ? {} : { "if-none-match": tag };
      const { status, bytes, ...answer } = await get(indexFile, {
        maxBytes: indexLimits.bytes,
        headers,
      });
      if (status === 304) return undefined;
      const signature = await get(signatureFile, { maxBytes: indexLimits.bytes }).catch(
        (error: unknown) => {
          if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
          throw error;
        },
      );
      return {
        bytes,
        ...(signature && { signature: signature.bytes.toString("utf8") }),
        tag: answer.headers.get("etag") ?? "",
      };
    },
    async fetchFile({ name: file, file: { bytes } }) {
      const maxBytes = Math.min(bytes, shardLimits.fileBytes);
      return (await get(file, { maxBytes })).bytes;
    },
    close: async () => {},
  };
}
