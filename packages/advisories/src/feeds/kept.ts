import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { text } from "../records/fields.ts";
import { type FetchedFeed, lastName, toRfc3339 } from "./fetched.ts";
import type { FeedLimits } from "./limits.ts";
import { type Answer, describeUrl, transfer, type Watch } from "./transfer.ts";
import { checkWhole } from "./whole.ts";

/** What is remembered of a file: RFC 9110, 8.8, "Validator Fields". */
interface Validators {
  readonly url: string;
  readonly etag: string;
  readonly lastModified: string;
  /** RFC 3339 */
  readonly fetched: string;
  readonly size: number;
}

interface KeptPaths {
  readonly body: string;
  readonly about: string;
  /** Of a download that was interrupted. */
  readonly part: string;
  readonly aboutPart: string;
}

/**
 * Downloads a feed into a folder that keeps it: what did not change is not fetched again, and an
 * interrupted download goes on where it ended. A new download takes the place of the old one when
 * it is whole; until then, and when there is none, the old one is the feed.
 *
 * @throws PlimsollError as `transfer` when there is no older copy; `WRITE_FAILED`
 */
export async function downloadKept(
  url: string,
  folder: string,
  limits: FeedLimits,
  watch: Watch,
): Promise<FetchedFeed> {
  const subject = describeUrl(url);
  const paths = pathsOf(url, folder);
  await prepare(folder);
  const kept = await readValidators(paths.about, paths.body, "whole");
  try {
    await refresh(url, paths, kept, limits, watch);
  } catch (error) {
    if (watch.signal?.aborted || !kept) throw error;
    const { code, message } = toPlimsollError(error, "UNREACHABLE", "It could not be fetched", {});
    const of = kept.lastModified === "" ? `fetched on ${kept.fetched}` : `of ${kept.lastModified}`;
    const why = `${message}: the copy ${of} is used.`;
    return {
      path: paths.body,
      date: toRfc3339(kept.lastModified),
      stale: { code, what: subject, why },
    };
  }
  const now = await readValidators(paths.about, paths.body, "whole");
  return { path: paths.body, date: toRfc3339(now?.lastModified) };
}

async function refresh(
  url: string,
  paths: KeptPaths,
  kept: Validators | undefined,
  limits: FeedLimits,
  watch: Watch,
): Promise<void> {
  const part = await readValidators(paths.aboutPart, paths.part, "part");
  const headers: Record<string, string> = {};
  if (kept && kept.etag !== "") headers["if-none-match"] = kept.etag;
  if (kept && kept.lastModified !== "") headers["if-modified-since"] = kept.lastModified;
  const validator = part && strongValidator(part);
  if (part && validator !== undefined) {
    // RFC 9110, 13.1.5: a range of what is still the same, else all of what is new. `fetch` asks for
    // ranges without compression.
    headers.range = `bytes=${part.size}-`;
    headers["if-range"] = validator;
  }
  const accepted = kept ? [304, 416] : [416];
  const status = await transfer(url, headers, accepted, limits, watch, async (answer) => {
    if (answer.status === 304 || answer.status === 416) return answer.status;
    const isRest = answer.status === 206;
    if (isRest && !(part && isRestOf(part, answer))) return 416;
    const start = isRest && part ? part.size : 0;
    await receive(url, answer, start, paths);
    return answer.status;
  });
  if (status === 304) return discard(paths);
  if (status === 416) {
    // What is there is no beginning of the file, or the server does not know how to go on.
    await discard(paths);
    if (headers.range === undefined) {
      throw new PlimsollError("SERVER_ERROR", "The server answered 416", {
        subject: describeUrl(url),
      });
    }
    return refresh(url, paths, kept, limits, watch);
  }
  try {
    await checkWhole(paths.part, lastName(url), describeUrl(url));
  } catch (error) {
    await discard(paths);
    throw error;
  }
  await rename(paths.part, paths.body);
  await rename(paths.aboutPart, paths.about);
}

async function receive(url: string, answer: Answer, start: number, paths: KeptPaths) {
  const about = (size: number) =>
    writeFile(
      paths.aboutPart,
      JSON.stringify({
        url: describeUrl(url),
        etag: answer.headers.get("etag") ?? "",
        lastModified: answer.headers.get("last-modified") ?? "",
        fetched: new Date().toISOString(),
        size,
      } satisfies Validators),
    );
  const isPlain = ["", "identity"].includes(answer.headers.get("content-encoding") ?? "");
  const file = await open(paths.part, start === 0 ? "w" : "a", 0o600);
  let size = start;
  try {
    // What is decompressed on the way cannot be asked for by its bytes later.
    if (isPlain) await about(-1);
    else await rm(paths.aboutPart, { force: true });
    for await (const chunk of answer.chunks(start)) {
      await file.appendFile(chunk);
      size += chunk.length;
    }
  } finally {
    await file.close();
  }
  const whole = wholeSize(answer, start, isPlain);
  if (whole !== undefined && whole !== size) {
    throw new PlimsollError("SERVER_ERROR", `Of ${whole} bytes there came ${size}`, {
      subject: describeUrl(url),
    });
  }
  await about(size);
}

/** Bytes of the whole file, where the server says so. */
function wholeSize({ headers }: Answer, start: number, isPlain: boolean): number | undefined {
  const total = contentRange.exec(headers.get("content-range") ?? "")?.[2];
  if (total !== undefined) return Number(total);
  const length = headers.get("content-length");
  return isPlain && length !== null ? start + Number(length) : undefined;
}

/** RFC 9110, 14.4 */
const contentRange = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/;

/** Whether an answer goes on where the part ended, of the same file. */
function isRestOf(part: Validators, { headers }: Answer): boolean {
  const start = contentRange.exec(headers.get("content-range") ?? "")?.[1];
  const etag = headers.get("etag") ?? part.etag;
  return start !== undefined && Number(start) === part.size && etag === part.etag;
}

/** RFC 9110, 13.1.5: `If-Range` takes no weak entity tag. */
function strongValidator({ etag, lastModified: date }: Validators): string | undefined {
  if (etag !== "" && !etag.startsWith("W/")) return etag;
  return date === "" ? undefined : date;
}

/** What is remembered of a file, with its size; `undefined` when it is not what was remembered. */
async function readValidators(
  about: string,
  file: string,
  kind: "whole" | "part",
): Promise<Validators | undefined> {
  try {
    const { size } = await stat(file);
    const found: Partial<Record<keyof Validators, unknown>> = JSON.parse(
      await readFile(about, "utf8"),
    );
    if (kind === "whole" ? found.size !== size : size === 0) return undefined;
    return {
      url: text(found.url),
      etag: text(found.etag),
      lastModified: text(found.lastModified),
      fetched: text(found.fetched),
      size,
    };
  } catch {
    return undefined;
  }
}

async function discard({ part, aboutPart }: KeptPaths): Promise<void> {
  await rm(part, { force: true });
  await rm(aboutPart, { force: true });
}

/** The URL may hold secrets: its digest stands for it. */
function pathsOf(url: string, folder: string): KeptPaths {
  const digest = createHash("sha256").update(url).digest("hex").slice(0, 16);
  const body = join(folder, `${digest}-${lastName(url)}`);
  const base = join(folder, digest);
  return {
    body,
    about: `${base}.about.json`,
    part: `${base}.part`,
    aboutPart: `${base}.part.about.json`,
  };
}

async function prepare(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The folder for feeds could not be made", {
      subject: folder,
      action: "Choose another folder for the feeds that are kept.",
    });
  }
}
