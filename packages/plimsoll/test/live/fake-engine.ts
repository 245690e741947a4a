import { mkdtemp, rm } from "node:fs/promises";
import * as http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What an engine answers to a path without its version; `undefined`: nothing, ever. */
export type Answers = Record<string, unknown>;

/** An engine on a socket of its own that answers these and else 404, and what it was asked. */
export async function startEngine(answers: Answers): Promise<{ host: string; asked: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "live-"));
  const path = join(folder, "docker.sock");
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const url = (request.url ?? "").replace(/^\/v[\d.]+/, "");
    asked.push(url);
    if (url === "/_ping") response.setHeader("api-version", "1.47").end("OK");
    else if (!Object.hasOwn(answers, url)) response.writeHead(404).end("{}");
    else if (answers[url] !== undefined) response.end(JSON.stringify(answers[url]));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  });
  return { host: `unix://${path}`, asked };
}

/** The ID of the container with this number. */
export const idOf = (number: number) => number.toString(16).padStart(64, "0");

/** An engine with this many containers of one image. */
export function engineWith(containers: number): Answers {
  const ids = Array.from({ length: containers }, (_, index) => idOf(index + 1));
  const image = `sha256:${"1a".repeat(32)}`;
  return {
    "/info": { Name: "elsewhere", KernelVersion: "0.0.1", SecurityOptions: [], Swarm: {} },
    "/version": { Version: "29.1.0", BuildTime: "2026-11-01T00:00:00Z" },
    "/containers/json?all=1": ids.map((Id, index) => ({ Id, Names: [`/c${index + 1}`] })),
    "/images/json": [{ Id: image, RepoTags: ["shop:1"], Created: 1_763_596_800 }],
    "/networks": [],
    [`/images/${image}/json`]: { Id: image, Config: { Env: ["API_KEY=hunter2"] } },
    [`/images/${image}/history`]: [],
    ...Object.fromEntries(
      ids.map((Id, index) => [
        `/containers/${Id}/json`,
        {
          Id,
          Name: `/c${index + 1}`,
          Image: image,
          State: { Status: "created" },
          Config: { Image: "shop:1", Env: ["DB_PASSWORD=hunter2"] },
          HostConfig: { Privileged: index === 0 },
        },
      ]),
    ),
  };
}
