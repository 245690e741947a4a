import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeDockerArchive, writeOciLayout } from "@plimsoll/image";
import { check, type Report } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopSpec } from "../e2e/shop-spec.ts";

const engines: [string, string | undefined][] = [
  ["Docker", process.env.PLIMSOLL_TEST_DOCKER_HOST],
  ["Podman", process.env.PLIMSOLL_TEST_PODMAN_HOST],
];
for (const [engine, host] of engines) {
  if (host === undefined) {
    console.log(`skipped: PLIMSOLL_TEST_${engine.toUpperCase()}_HOST names no engine`);
  }
}

const name = "plimsoll-test/shop:1";
let folder: string;

/** `docker load`: the engine's own API, spoken without our client. */
function load(host: string, archive: string): Promise<number> {
  const socketPath = host.replace("unix://", "");
  return new Promise((resolve, reject) => {
    const loading = request(
      {
        socketPath,
        path: "/images/load",
        method: "POST",
        headers: { "content-type": "application/x-tar" },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    loading.on("error", reject);
    createReadStream(archive).pipe(loading);
  });
}

function withoutSource({ subject, timing: _, ...report }: Report) {
  const { reference: __, source: ___, digest: ____, ...rest } = subject;
  return { ...report, subject: rest, trust: undefined };
}

describe.each(engines)("an image that %s holds", (_, host) => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plimsoll-daemon-"));
    process.env.DOCKER_HOST = host;
  });
  afterAll(async () => {
    delete process.env.DOCKER_HOST;
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(host === undefined)(
    "gives the report of the layout that it was loaded from",
    async () => {
      const options = {
        config: { cache: { enabled: false } },
        now: new Date("2026-01-01T00:00:00Z"),
      };
      await writeOciLayout(join(folder, "layout"), shopSpec());
      await writeDockerArchive(join(folder, "shop.tar"), shopSpec(), {
        tags: [name],
        layout: "legacy",
      });
      expect(await load(host!, join(folder, "shop.tar"))).toBe(200);
      const loaded = await check(`docker-daemon:${name}`, options);
      const layout = await check(`oci-dir:${join(folder, "layout")}`, options);
      expect(loaded.subject).toMatchObject({
        source: "docker-daemon",
        imageId: layout.subject.imageId,
      });
      expect(withoutSource(loaded)).toEqual(withoutSource(layout));
    },
  );

  it.skipIf(host === undefined)(
    "is missed with a helpful error when the engine does not hold it",
    async () => {
      await expect(check("docker-daemon:plimsoll-test/none:1")).rejects.toMatchObject({
        code: "NOT_FOUND",
        action: expect.any(String),
      });
    },
  );
});
