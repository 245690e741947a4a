import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { writeDockerArchive, writeOciLayout, writeTar } from "@plimsoll/image";
import { withoutSource } from "@plimsoll/test-support/same-image";
import { check } from "plimsoll";
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
  return send(host, "POST /images/load", "application/x-tar", createReadStream(archive));
}

function send(host: string, what: string, type: string, body: Readable): Promise<number> {
  const socketPath = host.replace("unix://", "");
  const [method, path] = what.split(" ");
  return new Promise((resolve, reject) => {
    const sending = request(
      { socketPath, path, method, headers: { "content-type": type } },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    sending.on("error", reject);
    body.pipe(sending);
  });
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
    "is seen through a container of it, with what the container changed",
    async () => {
      const container = `plimsoll-test-${process.pid}`;
      const about = "application/json";
      const settings = Readable.from([JSON.stringify({ Image: name, User: "app" })]);
      expect(await send(host!, `POST /containers/create?name=${container}`, about, settings)).toBe(
        201,
      );
      try {
        const added = writeTar([
          {
            path: "app/node_modules/minimist/package.json",
            content: '{"name":"minimist","version":"0.0.8"}',
          },
        ]);
        const path = `PUT /containers/${container}/archive?path=/`;
        expect(await send(host!, path, "application/x-tar", Readable.from([added]))).toBe(200);
        const options = { config: { cache: { enabled: false } } };
        const report = await check(`container:${container}`, options);
        const image = await check(`docker-daemon:${name}`, options);
        expect(report.subject).toMatchObject({
          kind: "container",
          imageId: image.subject.imageId,
          container: { name: container },
        });
        const layers = image.inventory.layers.length;
        expect(report.inventory.layers).toHaveLength(layers + 1);
        const found = report.inventory.packages.map(({ purl, layer }) => ({ purl, layer }));
        // What the container changed is no layer that has a name.
        expect(found).toContainEqual({ purl: "pkg:npm/minimist@0.0.8", layer: undefined });
        for (const { purl, layer } of image.inventory.packages) {
          expect(found).toContainEqual({ purl, layer });
        }
      } finally {
        await send(host!, `DELETE /containers/${container}`, about, Readable.from([]));
      }
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
