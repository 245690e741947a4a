// Images in the local stores of Podman and containerd, which run meanwhile, given by the environment:
//   PLIMSOLL_TEST_PODMAN_HOST, PLIMSOLL_TEST_PODMAN_STORE         its API, and its folder
//   PLIMSOLL_TEST_CONTAINERD_SOCKET, PLIMSOLL_TEST_CONTAINERD_ROOT  its socket (for ctr), and its folder
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeDockerArchive, writeOciArchive, writeOciLayout } from "@plimsoll/image";
import { withoutSource } from "@plimsoll/test-support/same-image";
import { check, type Report } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopSpec } from "../e2e/shop-spec.ts";

const {
  PLIMSOLL_TEST_PODMAN_HOST: podman,
  PLIMSOLL_TEST_PODMAN_STORE: podmanStore,
  PLIMSOLL_TEST_CONTAINERD_SOCKET: containerd,
  PLIMSOLL_TEST_CONTAINERD_ROOT: containerdRoot,
} = process.env;
if (!podman || !podmanStore) console.log("skipped: PLIMSOLL_TEST_PODMAN_STORE names no store");
if (!containerd || !containerdRoot) {
  console.log("skipped: PLIMSOLL_TEST_CONTAINERD_ROOT names no store");
}

const name = "localhost/plimsoll-test/stored:1";
const options = { config: { cache: { enabled: false } }, now: new Date("2026-01-01T00:00:00Z") };
let folder: string;
let layout: Report;

/** `podman load`, by its API. */
function load(host: string, archive: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(
      { socketPath: host.replace("unix://", ""), path: "/images/load", method: "POST" },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    sending.on("error", reject);
    createReadStream(archive).pipe(sending);
  });
}

describe("an image in a local store", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plimsoll-stores-"));
    await writeOciLayout(join(folder, "layout"), shopSpec());
    layout = await check(`oci-dir:${join(folder, "layout")}`, options);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.skipIf(!podman || !podmanStore)("of Podman gives the report of its layout", async () => {
    const archive = join(folder, "shop.tar");
    await writeDockerArchive(archive, shopSpec(), { tags: [name], layout: "legacy" });
    expect(await load(podman!, archive)).toBe(200);
    const stored = await check(`containers-storage:[${podmanStore}]${name}`, options);
    expect(stored.subject).toMatchObject({
      source: "containers-storage",
      imageId: layout.subject.imageId,
    });
    expect(withoutSource(stored)).toEqual(withoutSource(layout));
  });

  it.skipIf(!containerd || !containerdRoot)(
    "of containerd gives the report of its layout",
    async () => {
      const archive = join(folder, "shop.oci.tar");
      await writeOciArchive(archive, shopSpec());
      const importing = ["-a", containerd!, "-n", "k8s.io", "images", "import", "--no-unpack"];
      await promisify(execFile)("ctr", [...importing, "--index-name", name, archive]);
      const stored = await check(`containerd:[${containerdRoot}]k8s.io/${name}`, options);
      expect(stored.subject).toMatchObject({
        source: "containerd",
        imageId: layout.subject.imageId,
      });
      expect(withoutSource(stored)).toEqual(withoutSource(layout));
    },
  );
});
