import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packImage } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { type RegistryServer, startRegistry } from "../support/src/registry.ts";
import { shopSpec } from "./shop-spec.ts";

let folder: string;
let registry: RegistryServer;
let image: string;
const at = (name: string) => join(folder, name);
/** Runs a command on the image, in the registry of this test. */
const runOn = (command: string, ...more: string[]) =>
  run(command, image, "--insecure", registry.host, ...more);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-sign-"));
  registry = await startRegistry();
  image = `${registry.host}/acme/shop:1`;
  const repository = registry.repository("acme/shop");
  const packed = packImage(shopSpec());
  for (const blob of [packed.config, ...packed.layers.map(({ bytes }) => bytes)]) {
    repository.putBlob(blob);
  }
  repository.putManifest(packed.manifest, packed.mediaType, "1");
  for (const name of ["ours", "other"]) await run("sign", "--generate-key", at(name));
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

describe("plimsoll verify", () => {
  it("never calls an image safe that it did not verify", async () => {
    const { exitCode, out } = await runOn("verify", "--key", at("ours.pub"));
    expect(exitCode).toBe(1);
    expect(out).toContain("Not safe to sail");
    expect(out).toContain("the image is unsigned");
  });

  it("accepts what plimsoll sign signed, with the right key alone", async () => {
    expect((await runOn("sign", "--key", at("ours.key"))).exitCode).toBe(0);
    const ours = await runOn("verify", "--key", at("ours.pub"));
    expect(ours.exitCode).toBe(0);
    expect(ours.out).toContain("Verified with a given key");
    const other = await runOn("verify", "--key", at("other.pub"));
    expect(other.exitCode).toBe(1);
    expect(other.out).toContain("Not safe to sail");
  });

  it("refuses when no key says who may have signed", async () => {
    const { exitCode, out } = await runOn("verify");
    expect(exitCode).toBe(1);
    expect(out).toContain("No key was given");
  });

  it.each([
    ["verify", "none.pub", "public"],
    ["sign", "none.key", "private"],
  ])("names a key file that %s cannot read", async (command, name, kind) => {
    const { exitCode, err } = await runOn(command, "--key", at(name));
    expect(exitCode).toBe(2);
    expect(err).toContain(`The ${kind} key could not be read`);
    expect(err).toContain(at(name));
  });
});
