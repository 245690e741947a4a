import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { fetchBytes } from "../pull/fetch-bytes.ts";
import { isId, isObject, list, member } from "../records/fields.ts";

export interface OsvApiOptions {
  /** Default: `https://api.osv.dev`. */
  url?: string | undefined;
  /** How long the service may send nothing, in milliseconds; default 30 000. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** What is asked about one package. */
export interface OsvQuery {
  readonly package: { readonly ecosystem: string; readonly name: string };
  /** Absent: every version. */
  readonly version?: string;
}

/** google.github.io/osv.dev/post-v1-querybatch: queries of one batch. */
const batchSize = 1_000;
const mostIds = 50_000;
const mostPages = 100;
const maxBytes = 64 * 1024 ** 2;
const sideBySide = 8;
const reachMs = 5_000;

function addressOf({ url = "https://api.osv.dev" }: OsvApiOptions): string {
  return url.replace(/\/+$/, "");
}

/** A query with the page of its answer that is wanted. */
interface PagedQuery extends OsvQuery {
  readonly page_token?: string;
}

/**
 * Waits until the service answers anything at all. Where the network leads nowhere, that shows much
 * sooner than by the time that an answer may take.
 *
 * @throws PlimsollError `UNREACHABLE`, `TIMEOUT` or `ABORTED`
 */
export async function reachService(options: OsvApiOptions): Promise<void> {
  const url = addressOf(options);
  try {
    await fetchBytes(url, { maxBytes, timeoutMs: reachMs, signal: options.signal });
  } catch (error) {
    const { code } = toPlimsollError(error, "INTERNAL", "OSV's API failed");
    if (["UNREACHABLE", "TIMEOUT", "ABORTED"].includes(code)) throw error;
  }
}

/**
 * Identifiers of the advisories that may be about the packages: `POST /v1/querybatch`, as many
 * times as its pages ask for. When it fails after the first answer, `onFault` is told, and what was
 * answered before counts.
 *
 * @throws PlimsollError as `fetchBytes`; `MALFORMED`
 */
export async function queryIds(
  queries: readonly OsvQuery[],
  options: OsvApiOptions,
  onFault: (error: unknown) => void,
): Promise<Set<string>> {
  const url = `${addressOf(options)}/v1/querybatch`;
  const ids = new Set<string>();
  let answers = 0;
  const ask = async (batch: readonly PagedQuery[]): Promise<PagedQuery[]> => {
    const results = member(await askJson(url, options, { queries: batch }), "results");
    if (!Array.isArray(results) || results.length !== batch.length) throw unusable(url);
    answers += 1;
    return results.flatMap((result, index) => {
      for (const vulnerability of list(member(result, "vulns"))) {
        const id = member(vulnerability, "id");
        if (isId(id)) ids.add(id);
      }
      const token = member(result, "next_page_token");
      const hasMore = typeof token === "string" && token !== "";
      return hasMore ? [{ ...batch[index]!, page_token: token }] : [];
    });
  };
  try {
    let waiting: readonly PagedQuery[] = queries;
    for (let page = 0; waiting.length > 0; page += 1) {
      const next: PagedQuery[] = [];
      for (let at = 0; at < waiting.length; at += batchSize) {
        if (page === mostPages || ids.size > mostIds) throw tooMuch(url);
        next.push(...(await ask(waiting.slice(at, at + batchSize))));
      }
      waiting = next;
    }
  } catch (error) {
    if (answers === 0 || options.signal?.aborted) throw error;
    onFault(error);
  }
  return ids;
}

/**
 * Fetches records, some side by side: `GET /v1/vulns/{id}`. One that fails is given to `onFault`.
 *
 * @throws PlimsollError `ABORTED`
 */
export async function fetchRecords(
  ids: Iterable<string>,
  options: OsvApiOptions,
  onRecord: (value: unknown) => void,
  onFault: (id: string, error: unknown) => void,
): Promise<void> {
  const waiting = [...ids].sort();
  const found = new Map<string, unknown>();
  const work = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const url = `${addressOf(options)}/v1/vulns/${encodeURIComponent(id)}`;
      try {
        found.set(id, await askJson(url, options));
      } catch (error) {
        if (options.signal?.aborted) throw error;
        onFault(id, error);
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  // In the order of their names, so that the answer does not depend on which came first.
  for (const id of [...found.keys()].sort()) onRecord(found.get(id));
}

async function askJson(url: string, options: OsvApiOptions, body?: unknown): Promise<unknown> {
  const { bytes } = await fetchBytes(url, {
    maxBytes,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  try {
    const value = JSON.parse(bytes.toString("utf8"));
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw unusable(url);
}

function tooMuch(subject: string): PlimsollError {
  const message = "OSV's API answers with more than any image needs";
  return new PlimsollError("LIMIT_EXCEEDED", message, { subject });
}

function unusable(subject: string): PlimsollError {
  return new PlimsollError("MALFORMED", "The answer does not follow OSV's API", { subject });
}
