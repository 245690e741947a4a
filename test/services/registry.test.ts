// The registry client against real registries, given by the environment:
//   PLIMSOLL_TEST_REGISTRY           host:port
//   PLIMSOLL_TEST_REGISTRY_USER, PLIMSOLL_TEST_REGISTRY_PASSWORD    if it asks for a login
//   PLIMSOLL_TEST_REGISTRY_CA        file with its authority, if it speaks TLS
//   PLIMSOLL_TEST_REGISTRY_PLAIN     host:port of one on plain HTTP, without a login
//   PLIMSOLL_TEST_REGISTRY_REFERRERS host:port of one with the referrers API, without a login
import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPlimsollError } from "../../packages/core/src/index.ts";
import {
  type Credentials,
  createRegistryClient,
  type Reference,
  type RegistryClient,
} from "../../packages/registry/src/index.ts";
import { createCertificate } from "../support/src/registry-certificate.ts";

const host = process.env.PLIMSOLL_TEST_REGISTRY;
const username = process.env.PLIMSOLL_TEST_REGISTRY_USER;
const password = process.env.PLIMSOLL_TEST_REGISTRY_PASSWORD;
const authority = process.env.PLIMSOLL_TEST_REGISTRY_CA;
const plain = process.env.PLIMSOLL_TEST_REGISTRY_PLAIN;
const withApi = process.env.PLIMSOLL_TEST_REGISTRY_REFERRERS;

if (!host) console.log("skipped: PLIMSOLL_TEST_REGISTRY names no registry (host:port)");
if (!plain) console.log("skipped: PLIMSOLL_TEST_REGISTRY_PLAIN names no registry (host:port)");
if (!withApi)
  console.log("skipped: PLIMSOLL_TEST_REGISTRY_REFERRERS names no registry (host:port)");

const imageType = "application/vnd.oci.image.manifest.v1+json";
const emptyType = "application/vnd.oci.empty.v1+json";

let folder: string;
const previous = {
  DOCKER_CONFIG: process.env.DOCKER_CONFIG,
  XDG_CONFIG_HOME: process.env.XDG_CONFIG_HOME,
};

// The login and the authority are put where users have them.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "registry-service-"));
  process.env.DOCKER_CONFIG = folder;
  process.env.XDG_CONFIG_HOME = folder;
  if (host && username) {
    const auth = Buffer.from(`${username}:${password}`).toString("base64");
    await writeFile(join(folder, "config.json"), JSON.stringify({ auths: { [host]: { auth } } }));
  }
  if (host && authority) {
    await mkdir(join(folder, "containers", "certs.d", host), { recursive: true });
    await copyFile(authority, join(folder, "containers", "certs.d", host, "ca.crt"));
  }
});
afterAll(async () => {
  for (const [name, value] of Object.entries(previous)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true });
});

describe.skipIf(!host)("a real registry", () => {
  it("takes an image and gives it back, byte for byte", () =>
    roundTrip(host!, createRegistryClient()));

  it("lists referrers", () => referrers(host!, createRegistryClient()));

  it("is asked for tags in pages", async () => {
    const client = createRegistryClient();
    const reference = repositoryOf(host!);
    const { digest } = await pushImage(client, reference, randomBytes(10));
    const { bytes } = await client.getManifest({ ...reference, digest });
    for (const tag of ["one", "three", "two"]) {
      await client.putManifest({ ...reference, tag }, bytes, imageType);
    }
    expect([...(await client.listTags(reference))].sort()).toEqual(["one", "three", "two", "v1"]);
    await client.close();
  });

  it("refuses a wrong login, which is reported without it", async ({ skip }) => {
    if (!username) skip("the registry asks for no login");
    const credentials = async (): Promise<Credentials> => ({
      username: username!,
      password: "wrong-one",
    });
    const client = createRegistryClient({ credentials });
    const error = await client.getManifest(repositoryOf(host!)).catch((thrown: unknown) => thrown);
    expect(isPlimsollError(error) && error.code).toBe("UNAUTHORIZED");
    expect(String((error as Error).stack)).not.toContain("wrong-one");
    await client.close();
  });

  it("is not spoken to when its certificate is not vouched for", async ({ skip }) => {
    if (!authority) skip("the registry speaks no TLS, or no authority is given");
    const empty = join(folder, "other");
    const other = join(empty, "containers", "certs.d", host!);
    await mkdir(other, { recursive: true });
    await writeFile(join(other, "ca.crt"), createCertificate().cert);
    process.env.XDG_CONFIG_HOME = empty;
    const client = createRegistryClient();
    const error = await client.getManifest(repositoryOf(host!)).catch((thrown: unknown) => thrown);
    process.env.XDG_CONFIG_HOME = folder;
    expect(isPlimsollError(error) && error.code).toBe("UNREACHABLE");
    expect(String(error)).toContain("certificate");
    await client.close();
  });
});

describe.skipIf(!plain)("a real registry on plain HTTP", () => {
  it("takes an image and gives it back, byte for byte", () =>
    roundTrip(plain!, createRegistryClient({ insecure: [plain!] })));

  it("is not spoken to in the clear unasked", async () => {
    const client = createRegistryClient();
    const error = await client.getManifest(repositoryOf(plain!)).catch((thrown: unknown) => thrown);
    expect(isPlimsollError(error) && error.code).toBe("UNREACHABLE");
    expect(isPlimsollError(error) && error.action).toContain(`--insecure ${plain}`);
    await client.close();
  });
});

describe.skipIf(!withApi)("a real registry with the referrers API", () => {
  it("takes an image and gives it back, byte for byte", () =>
    roundTrip(withApi!, createRegistryClient({ insecure: [withApi!] })));

  it("lists referrers, and no tag is written for them", async () => {
    const client = createRegistryClient({ insecure: [withApi!] });
    const reference = await referrers(withApi!, client);
    const again = createRegistryClient({ insecure: [withApi!] });
    expect(await again.listTags(reference)).toEqual(["v1"]);
    await again.close();
  });
});

function repositoryOf(registry: string): Reference {
  return { registry, repository: `plimsoll-test/${randomBytes(6).toString("hex")}` };
}

async function pushImage(client: RegistryClient, reference: Reference, layer: Buffer) {
  const config = await client.putBlob(reference, Buffer.from("{}"));
  const blob = await client.putBlob(reference, layer);
  const manifest = {
    schemaVersion: 2,
    mediaType: imageType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", ...blob }],
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const pushed = await client.putManifest({ ...reference, tag: "v1" }, bytes, imageType);
  return { ...pushed, blob };
}

async function roundTrip(registry: string, client: RegistryClient) {
  const reference = repositoryOf(registry);
  const layer = randomBytes(3_000_000);
  const { digest, blob } = await pushImage(client, reference, layer);
  expect(await client.putBlob(reference, layer)).toEqual(blob);
  const byTag = await client.getManifest({ ...reference, tag: "v1" });
  expect(byTag).toMatchObject({ digest, mediaType: imageType });
  expect((await client.getManifest({ ...reference, digest })).bytes.equals(byTag.bytes)).toBe(true);
  const hash = createHash("sha256");
  for await (const chunk of client.getBlob(reference, blob)) hash.update(chunk);
  expect(`sha256:${hash.digest("hex")}`).toBe(blob.digest);
  const missing = await client
    .getManifest({ ...reference, tag: "none" })
    .catch((thrown: unknown) => thrown);
  expect(isPlimsollError(missing) && missing.code).toBe("NOT_FOUND");
  await client.close();
}

async function referrers(registry: string, client: RegistryClient): Promise<Reference> {
  const reference = repositoryOf(registry);
  const image = await pushImage(client, reference, randomBytes(100));
  expect(await client.getReferrers(reference, image.digest)).toEqual([]);
  const empty = { mediaType: emptyType, ...(await client.putBlob(reference, Buffer.from("{}"))) };
  const digests: string[] = [];
  for (const name of ["first", "second", "second"]) {
    const manifest = {
      schemaVersion: 2,
      mediaType: imageType,
      artifactType: "application/vnd.example.note",
      config: empty,
      layers: [empty],
      subject: { mediaType: imageType, digest: image.digest, size: image.size },
      annotations: { name },
    };
    const { digest } = await client.putManifest(
      reference,
      Buffer.from(JSON.stringify(manifest)),
      imageType,
    );
    if (!digests.includes(digest)) digests.push(digest);
  }
  const found = await client.getReferrers(reference, image.digest);
  expect(found.map(({ digest }) => digest).sort()).toEqual([...digests].sort());
  await client.close();
  return reference;
}
