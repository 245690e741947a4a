import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import {
  generateKeyPair,
  loadPrivateKey,
  loadPublicKey,
  type PrivateKey,
  type SigningFormat,
  signImage,
  verifyImage,
} from "@plimsoll/sign";
import { type RegistryServer, startRegistry } from "@plimsoll/test-support/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The oracle is the real cosign (2 or 3), over a real registry with referrers tags, over one with
// the referrers API where there is one (PLIMSOLL_TEST_REGISTRY_REFERRERS, host:port), and, for what
// we write, over the in-memory registry, which has that API too.
const cosign = process.env.PLIMSOLL_TEST_COSIGN;
const plain = process.env.PLIMSOLL_TEST_REGISTRY_PLAIN;
const withReferrers = process.env.PLIMSOLL_TEST_REGISTRY_REFERRERS;
const isReady = cosign !== undefined && plain !== undefined;
if (!isReady) {
  console.log(
    "Skipped: cosign needs PLIMSOLL_TEST_COSIGN (path of cosign) and PLIMSOLL_TEST_REGISTRY_PLAIN (host:port of an http registry).",
  );
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const passphrase = "ship shape";
const withoutBundles = "cosign 2 keeps no bundles in registries";
const formats: readonly SigningFormat[] = ["classic", "bundle"];
/** Keys of cosign; the folder is the working directory of every run. */
let folder: string;
let memory: RegistryServer;
let client: RegistryClient;
let isCosign3: boolean;
let cosignKey: PrivateKey;
let count = 0;

interface Outcome {
  ok: boolean;
  output: string;
}

async function run(...parameters: string[]): Promise<Outcome> {
  const options = {
    cwd: folder,
    timeout: 60_000,
    env: { HOME: folder, COSIGN_PASSWORD: passphrase, NO_PROXY: "127.0.0.1", PATH: "/usr/bin" },
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(cosign!, parameters, options);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

/** Key-based, without transparency log, over http. */
async function cosignSign(format: SigningFormat, image: string, ...more: string[]): Promise<void> {
  const version3 = [`--new-bundle-format=${format === "bundle"}`, "--use-signing-config=false"];
  const outcome = await run(
    ...["sign", "--key", "cosign.key", "--tlog-upload=false", "--allow-http-registry", "-y"],
    ...(isCosign3 ? version3 : []),
    ...more,
    image,
  );
  expect(outcome, outcome.output).toMatchObject({ ok: true });
}

async function cosignVerify(format: SigningFormat, image: string, key: string): Promise<Outcome> {
  count += 1;
  const file = join(folder, `verify-${count}.pub`);
  await writeFile(file, key);
  const bundle = isCosign3 ? [`--new-bundle-format=${format === "bundle"}`] : [];
  const flags = ["--insecure-ignore-tlog=true", "--allow-http-registry", ...bundle];
  return run("verify", "--key", file, ...flags, image);
}

/** Pushes an image that nobody has signed yet. */
async function pushImage(host: string): Promise<{ image: string; digest: string; name: string }> {
  count += 1;
  const name = `${host}/plimsoll/cosign-${process.pid}-${count}`;
  const reference = parseReference(`${name}:1`);
  const blob = Buffer.from(JSON.stringify({ name, at: Date.now() }));
  const config = await client.putBlob(reference, blob);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [],
  });
  const { digest } = await client.putManifest(reference, Buffer.from(manifest), manifestType);
  return { image: `${name}@${digest}`, digest, name };
}

beforeAll(async () => {
  if (!isReady) return;
  folder = await mkdtemp(join(tmpdir(), "plimsoll-cosign-"));
  memory = await startRegistry();
  client = createRegistryClient({ insecure: [...real, memory.host] });
  isCosign3 = (await run("sign", "--help")).output.includes("--use-signing-config");
  expect(await run("generate-key-pair")).toMatchObject({ ok: true });
  cosignKey = await loadPrivateKey(await readFile(join(folder, "cosign.key"), "utf8"), passphrase);
});

afterAll(async () => {
  if (!isReady) return;
  await client.close();
  await memory.close();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!isReady)("cosign's keys", () => {
  it("are read by us, encrypted private ones too", async () => {
    const pem = await readFile(join(folder, "cosign.pub"), "utf8");
    expect(cosignKey.publicKey.keyId).toBe(loadPublicKey(pem).keyId);
    const file = await readFile(join(folder, "cosign.key"), "utf8");
    await expect(loadPrivateKey(file, "wrong")).rejects.toMatchObject({ code: "KEY_INVALID" });
  });

  it("and ours are read by cosign", async () => {
    const pair = await generateKeyPair({ passphrase });
    await writeFile(join(folder, "ours.key"), pair.privateKey);
    const outcome = await run("public-key", "--key", "ours.key");
    expect(outcome, outcome.output).toMatchObject({ ok: true });
    expect(loadPublicKey(outcome.output).keyId).toBe(pair.keyId);
  });
});

const real = [plain, withReferrers].filter((host) => host !== undefined);
const places: [string, () => string][] = [
  ...real.map((host): [string, () => string] => [host, () => host]),
  ["the in-memory registry", () => memory.host],
];

describe.skipIf(!isReady).each(places)("over %s, cosign reads ours", (_, hostOf) => {
  it.for(formats)(
    "cosign verifies our %s signatures, and refuses another key",
    async (format, { skip }) => {
      skip(format === "bundle" && !isCosign3, withoutBundles);
      const { image } = await pushImage(hostOf());
      const pair = await generateKeyPair();
      const key = await loadPrivateKey(pair.privateKey);
      await signImage({ client, reference: image, key, format, annotations: { commit: "4f1d" } });
      const good = await cosignVerify(format, image, pair.publicKey);
      expect(good, good.output).toMatchObject({ ok: true });
      expect(good.output).toContain("4f1d");
      const stranger = await generateKeyPair();
      expect(await cosignVerify(format, image, stranger.publicKey)).toMatchObject({ ok: false });
    },
  );

  it.each(["P-384", "P-521", "rsa", "ed25519"])(
    "cosign verifies our signatures by a key of the kind %s",
    async (kind) => {
      const { privateKey, publicKey } =
        kind === "rsa"
          ? generateKeyPairSync("rsa", { modulusLength: 3072 })
          : kind === "ed25519"
            ? generateKeyPairSync("ed25519")
            : generateKeyPairSync("ec", { namedCurve: kind });
      const key = await loadPrivateKey(
        privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      );
      const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
      for (const format of isCosign3 ? formats : (["classic"] as const)) {
        const { image } = await pushImage(hostOf());
        await signImage({ client, reference: image, key, format });
        const outcome = await cosignVerify(format, image, pem);
        expect(outcome, outcome.output).toMatchObject({ ok: true });
      }
    },
  );

  it("lists our bundle among the referrers with its type", async () => {
    const { image, digest } = await pushImage(hostOf());
    const key = await loadPrivateKey((await generateKeyPair()).privateKey);
    const signed = await signImage({ client, reference: image, key, format: "bundle" });
    const referrers = await client.getReferrers(parseReference(image), digest);
    expect(referrers.map((referrer) => referrer.digest)).toEqual([signed.signatureDigest]);
    // go-containerregistry's registry gives the type of the configuration here.
    if (hostOf() === withReferrers) return;
    expect(referrers[0]).toMatchObject({
      mediaType: manifestType,
      artifactType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      annotations: { "dev.sigstore.bundle.predicateType": "https://sigstore.dev/cosign/sign/v1" },
    });
  });
});

describe.skipIf(!isReady).each(real)("over %s, we read cosign's", (host) => {
  it.for(formats)(
    "we verify cosign's %s signatures, and refuse another key",
    async (format, { skip }) => {
      skip(format === "bundle" && !isCosign3, withoutBundles);
      const { image, digest } = await pushImage(host);
      await cosignSign(format, image, "-a", "commit=4f1d");
      const trust = await verifyImage({ client, reference: image, keys: [cosignKey.publicKey] });
      expect(trust).toMatchObject({ result: "verified", digest });
      expect(trust.signatures).toHaveLength(1);
      const stranger = loadPublicKey((await generateKeyPair()).publicKey);
      expect(await verifyImage({ client, reference: image, keys: [stranger] })).toMatchObject({
        result: "failed",
      });
    },
  );

  it.for(["P-384", "P-521", "rsa"] as const)(
    "we verify cosign's signatures by a key of the kind %s",
    async (kind, { skip }) => {
      skip(!isCosign3, "cosign 2 imports no such key");
      const { privateKey, publicKey } =
        kind === "rsa"
          ? generateKeyPairSync("rsa", { modulusLength: 3072 })
          : generateKeyPairSync("ec", { namedCurve: kind });
      const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
      await writeFile(join(folder, "other.pem"), pem);
      const imported = await run("import-key-pair", "--key", "other.pem", "-y");
      expect(imported, imported.output).toMatchObject({ ok: true });
      const file = await readFile(join(folder, "import-cosign.key"), "utf8");
      const { keyId } = (await loadPrivateKey(file, passphrase)).publicKey;
      const key = loadPublicKey(publicKey.export({ format: "pem", type: "spki" }).toString());
      expect(key.keyId).toBe(keyId);
      for (const format of formats) {
        const { image } = await pushImage(host);
        await cosignSign(format, image, "--key", "import-cosign.key");
        const trust = await verifyImage({ client, reference: image, keys: [key] });
        expect(trust.result, trust.reason).toBe("verified");
      }
    },
  );

  it.for(formats)(
    "%s signatures by cosign and by us stand side by side",
    async (format, { skip }) => {
      skip(format === "bundle" && !isCosign3, withoutBundles);
      const { image } = await pushImage(host);
      const pair = await generateKeyPair();
      const key = await loadPrivateKey(pair.privateKey);
      await cosignSign(format, image);
      await signImage({ client, reference: image, key, format });
      await cosignSign(format, image, "-a", "round=2");
      const pem = await readFile(join(folder, "cosign.pub"), "utf8");
      for (const each of [pem, pair.publicKey]) {
        const outcome = await cosignVerify(format, image, each);
        expect(outcome, outcome.output).toMatchObject({ ok: true });
      }
      const keys = [cosignKey.publicKey, key.publicKey];
      const trust = await verifyImage({ client, reference: image, keys });
      expect(trust.signatures.map(({ result }) => result)).toEqual([
        "verified",
        "verified",
        "verified",
      ]);
    },
  );

  it("an altered classic signature is refused by cosign and by us", async () => {
    const { image, digest, name } = await pushImage(host);
    await cosignSign("classic", image);
    const tag = parseReference(`${name}:${digest.replace(":", "-")}.sig`);
    const { json } = await client.getManifest(tag);
    const [layer] = json.layers as { annotations: Record<string, string> }[];
    const annotation = "dev.cosignproject.cosign/signature";
    const signature = Buffer.from(layer!.annotations[annotation]!, "base64");
    signature[signature.length - 1]! ^= 1;
    layer!.annotations[annotation] = signature.toString("base64");
    await client.putManifest(tag, Buffer.from(JSON.stringify(json)), manifestType);
    const pem = await readFile(join(folder, "cosign.pub"), "utf8");
    expect(await cosignVerify("classic", image, pem)).toMatchObject({ ok: false });
    const trust = await verifyImage({ client, reference: image, keys: [cosignKey.publicKey] });
    expect(trust.result).toBe("failed");
  });

  it("a signature moved to another image is refused by cosign and by us", async () => {
    const signed = await pushImage(host);
    await cosignSign("classic", signed.image);
    const { image, digest, name } = await pushImage(host);
    const from = parseReference(`${signed.name}:${signed.digest.replace(":", "-")}.sig`);
    const { json, bytes } = await client.getManifest(from);
    const to = parseReference(`${name}:${digest.replace(":", "-")}.sig`);
    const { config, layers } = json as unknown as { config: Blob; layers: Blob[] };
    for (const blob of [config, ...layers]) {
      await client.putBlob(to, await client.getSmallBlob(from, blob));
    }
    await client.putManifest(to, bytes, manifestType);
    const pem = await readFile(join(folder, "cosign.pub"), "utf8");
    expect(await cosignVerify("classic", image, pem)).toMatchObject({ ok: false });
    const trust = await verifyImage({ client, reference: image, keys: [cosignKey.publicKey] });
    expect(trust.result).toBe("failed");
    expect(trust.reason).toContain("payload-digest");
  });

  it("an attestation by cosign is not taken for a signature", async ({ skip }) => {
    skip(!isCosign3, withoutBundles);
    const { image } = await pushImage(host);
    await writeFile(join(folder, "predicate.json"), '{"spdxVersion":"SPDX-2.3"}');
    const outcome = await run(
      ...["attest", "--key", "cosign.key", "--type", "spdxjson", "--predicate", "predicate.json"],
      ...[
        "--tlog-upload=false",
        "--use-signing-config=false",
        "--allow-http-registry",
        "-y",
        image,
      ],
    );
    expect(outcome, outcome.output).toMatchObject({ ok: true });
    const trust = await verifyImage({ client, reference: image, keys: [cosignKey.publicKey] });
    expect(trust.result).toBe("unsigned");
    expect(trust.reason).toContain("an attestation is not a signature: 1 attestation");
  });
});

interface Blob {
  digest: string;
  size: number;
}
