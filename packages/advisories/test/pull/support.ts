import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { buildAdvisories } from "../../src/index.ts";
import { osv, temporaryFolder } from "../support.ts";

export const now = new Date("2026-11-25T12:00:00Z");

/** A build of some small shards, dated `now` minus so many hours. */
export async function published(
  options: { hoursAgo?: number; fixed?: string } = {},
): Promise<string> {
  const { hoursAgo = 1, fixed = "1.2.0" } = options;
  const folder = await temporaryFolder();
  const events = [{ introduced: "0" }, { fixed }];
  const records = [
    osv("GHSA-1", "npm", "a", events),
    osv("PYSEC-1", "PyPI", "a", [{ introduced: "0" }, { fixed: "2.0" }]),
    osv("GHSA-2", "Maven", "g:a", [{ introduced: "0" }, { fixed: "2.0" }]),
    osv("DSA-1-1", "Debian:12", "a", [{ introduced: "0" }, { fixed: "2.0-1" }]),
  ];
  await writeFile(join(folder, "feed.json"), JSON.stringify(records));
  const out = join(folder, "out");
  const built = new Date(now.getTime() - hoursAgo * 3_600_000);
  await buildAdvisories({ from: [join(folder, "feed.json")], out, now: built });
  return out;
}

export interface Site {
  readonly url: string;
  /** Paths that were asked for, with the status of the answer: `200 /index.json`. */
  readonly requests: string[];
  bytes: number;
  /** What is served from now on. */
  directory: string;
  /** Answers every request with it, when it is set. */
  status?: number;
}

/** A web server for a folder of shards, with entity tags. */
export async function serve(directory: string): Promise<Site> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const answer = (status: number, body = Buffer.alloc(0), headers = {}) => {
      site.requests.push(`${status} ${path}`);
      site.bytes += body.length;
      response.writeHead(status, headers).end(body);
    };
    if (site.status !== undefined) return answer(site.status);
    const body = await readFile(join(site.directory, path.slice(1))).catch(() => undefined);
    if (!body) return answer(404);
    const etag = `"${createHash("sha256").update(body).digest("hex")}"`;
    if (request.headers["if-none-match"] === etag) return answer(304);
    answer(200, body, { etag });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const site: Site = { url: `http://127.0.0.1:${port}`, requests: [], bytes: 0, directory };
  return site;
}

/** Cuts or changes a file of a folder whose name begins so. */
export async function tamper(
  directory: string,
  start: string,
  change: (bytes: Buffer) => Buffer,
): Promise<void> {
  const name = (await readdir(directory)).find((file) => file.startsWith(start))!;
  const path = join(directory, name);
  await writeFile(path, change(await readFile(path)));
}
