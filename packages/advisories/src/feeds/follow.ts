import { PlimsollError } from "@plimsoll/core";
import { type FeedLimits, feedLimits } from "./limits.ts";
import { describeUrl, transfer, type Watch } from "./transfer.ts";

/**
 * What an address leads to, where the feed's own changes: `name`: a text that names the file beside
 * it; `mirrors`: a list of mirrors of an rpm repository, whose `updateinfo` is the feed.
 */
export type Pointer = "name" | "mirrors";

const limits: FeedLimits = { ...feedLimits, downloadBytes: 4 * 1024 ** 2 };

/**
 * The address of the feed itself.
 *
 * @throws PlimsollError as `transfer`; `MALFORMED` when the text is something else
 */
export async function followPointer(url: string, pointer: Pointer, watch: Watch): Promise<string> {
  const line = (await fetchText(url, watch)).split("\n", 1)[0]!.trim();
  if (pointer === "name") {
    if (!/^[\w][\w.-]{0,199}$/.test(line)) throw malformed(url, "it names no file");
    return new URL(line, url).href;
  }
  // Amazon's end with a percent sign or a slash, or with neither.
  const base = `${line.replace(/[/%]+$/, "")}/`;
  if (!isBeside(base, url)) throw malformed(url, "it names no mirror");
  const metadata = new URL("repodata/repomd.xml", base).href;
  const text = await fetchText(metadata, watch);
  const [, data] = text.split(/<data\s+type="updateinfo"\s*>/);
  const href = /<location\s+href="([^"]{1,300})"/.exec(data?.split("</data>", 1)[0] ?? "")?.[1];
  const found = href !== undefined && URL.canParse(href, base) && new URL(href, base).href;
  if (!found || !isBeside(found, url)) throw malformed(metadata, "it names no updateinfo");
  return found;
}

/** A list may lead to other hosts of the same kind, not to files or to plain HTTP. */
function isBeside(found: string, url: string): boolean {
  return URL.canParse(found) && new URL(found).protocol === new URL(url).protocol;
}

async function fetchText(url: string, watch: Watch): Promise<string> {
  return transfer(url, {}, [], limits, watch, async (answer) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.chunks(0)) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  });
}

function malformed(url: string, why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `What should lead to the feed does not: ${why}`, {
    subject: describeUrl(url),
    action: "Try again later, or download the feed and give its path.",
  });
}
