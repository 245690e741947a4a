import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packImage } from "@plimsoll/image";
import { createRegistryClient, parseReference } from "@plimsoll/registry";
import { listAttestations } from "@plimsoll/sign";
import { type RegistryServer, startRegistry } from "@plimsoll/test-support/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
} from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { run, runWith } from "./test-io.ts";

let folder: string;
let registry: RegistryServer;
let sigstore: SigstoreServer;
let name: string;
let image: string;
let digest: string;
let count = 0;
const at = (file: string) => join(folder, file);
const insecure = () => ["--insecure", registry.host];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-signing-"));
  registry = await startRegistry();
  sigstore = await startSigstore();
  await writeFile(at("trusted_root.json"), JSON.stringify(sigstore.trustedRoot));
  await writeFile(at("signing_config.json"), JSON.stringify(sigstore.signingConfig));
  await writeFile(at("token"), createIdentityToken());
  await writeFile(at("sbom.cdx.json"), JSON.stringify({ bomFormat: "CycloneDX" }));
  await run("sign", "--generate-key", at("ours"));
});
afterAll(async () => {
  await registry.close();
  await sigstore.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  count += 1;
  name = `${registry.host}/acme/shop-${count}`;
  const repository = registry.repository(`acme/shop-${count}`);
  const packed = packImage({ layers: [] });
  for (const blob of [packed.config, ...packed.layers.map(({ bytes }) => bytes)]) {
    repository.putBlob(blob);
  }
  digest = repository.putManifest(packed.manifest, packed.mediaType, "1").digest;
  image = `${name}@${digest}`;
});

/** Signs or attests without a key, with that Sigstore. */
const keyless = () => [
  ...["--keyless", "--signing-config", at("signing_config.json")],
  ...["--trusted-root", at("trusted_root.json"), "--identity-token", at("token")],
  ...insecure(),
];

function requestsSince(start: number): string[] {
  return sigstore.requests.slice(start).map(({ path }) => path);
}

describe("plimsoll sign --keyless", () => {
  it("asks for a certificate, records the signature, has it timestamped, and says what it signed", async () => {
    const start = sigstore.requests.length;
    const { exitCode, out, err } = await run("sign", image, ...keyless());
    expect(err).toBe("");
    expect(exitCode).toBe(0);
    expect(out).toBe(`signed ${digest}\n`);
    expect(new Set(requestsSince(start))).toEqual(
      new Set(["/api/v2/signingCert", "/api/v1/log/entries", "/api/v1/timestamp"]),
    );
  });

  it("finds the token of a job of GitHub Actions", async () => {
    const env = {
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: sigstore.tokenUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job-secret",
    };
    const services = ["--fulcio-url", sigstore.url, "--rekor-url", sigstore.url];
    const ran = await runWith(env, "sign", image, "--keyless", ...services, ...insecure());
    expect(ran).toMatchObject({ exitCode: 0, out: `signed ${digest}\n` });
  });

  it("tells no log when that is asked for, and has a timestamp instead", async () => {
    const start = sigstore.requests.length;
    expect((await run("sign", image, ...keyless(), "--no-tlog")).exitCode).toBe(0);
    expect(requestsSince(start)).not.toContain("/api/v1/log/entries");
    const token = ["--identity-token", at("token")];
    const bare = ["--keyless", "--no-tlog", "--fulcio-url", sigstore.url, ...token, ...insecure()];
    const { exitCode, err } = await run("sign", image, ...bare);
    expect(exitCode).toBe(2);
    expect(err).toContain("needs a log or a timestamp");
  });

  it("never asks the public instance once any other service is named", async () => {
    const token = ["--identity-token", at("token")];
    const named = ["--keyless", "--rekor-url", sigstore.url, ...token, ...insecure()];
    const { exitCode, err } = await run("sign", image, ...named);
    expect(exitCode).toBe(2);
    expect(err).toContain("--fulcio-url");
  });

  it.each([
    [["--key", "k", "--keyless"], "not both"],
    [["--key", "k", "--identity-token", "t"], "needs --keyless"],
    [["--key", "k", "--tlog", "--no-tlog"], "not both"],
    [[], "--key"],
  ])("refuses %j", async (options, why) => {
    const { exitCode, err } = await run("sign", image, ...options);
    expect(exitCode).toBe(2);
    expect(err).toContain(why);
  });
});

describe("plimsoll sign --key", () => {
  it("sends nothing anywhere but to the registry, unless the log is asked for", async () => {
    const start = sigstore.requests.length;
    const key = ["--key", at("ours.key"), "--signing-config", at("signing_config.json")];
    expect((await run("sign", image, ...key, ...insecure())).exitCode).toBe(0);
    expect(requestsSince(start)).toEqual([]);
    const logged = ["--tlog", "--signature-format", "bundle"];
    expect((await run("sign", image, ...key, ...logged, ...insecure())).exitCode).toBe(0);
    expect(requestsSince(start).sort()).toEqual(["/api/v1/log/entries", "/api/v1/timestamp"]);
  });

  it("[refusal 67] warns of a tag, says which digest it was, and is quiet with --allow-tag", async () => {
    const options = ["--key", at("ours.key"), ...insecure()];
    const { exitCode, out, err } = await run("sign", `${name}:1`, ...options);
    expect(exitCode).toBe(0);
    expect(out).toBe(`signed ${digest}\n`);
    expect(err).toContain(`warning: a tag may have moved`);
    expect(err).toContain(digest);
    expect((await run("sign", `${name}:1`, ...options, "--allow-tag")).err).toBe("");
  });
});

describe("plimsoll attest", () => {
  const attestations = async () => {
    const client = createRegistryClient({ insecure: [registry.host] });
    const options = { client, reference: parseReference(image), digest, keys: [] };
    try {
      return (await listAttestations({ ...options, wants: () => true })).attestations;
    } finally {
      await client.close();
    }
  };

  it("puts a bill of materials beside the image", async () => {
    const what = ["--type", "cyclonedx", "--predicate", at("sbom.cdx.json")];
    const ran = await run("attest", image, "--key", at("ours.key"), ...what, ...insecure());
    expect(ran).toMatchObject({
      exitCode: 0,
      out: `attested https://cyclonedx.org/bom for ${digest}\n`,
      err: "",
    });
    expect(await attestations()).toMatchObject([{ predicate: { bomFormat: "CycloneDX" } }]);
  });

  it("states the provenance of a job of GitHub Actions, by its token", async () => {
    const ran = await run("attest", image, "--provenance-from-github", ...keyless());
    expect(ran).toMatchObject({
      exitCode: 0,
      out: `attested https://slsa.dev/provenance/v1 for ${digest}\n`,
    });
    const [{ predicate } = { predicate: undefined }] = await attestations();
    expect(predicate).toMatchObject({
      buildDefinition: { buildType: "https://actions.github.io/buildtypes/workflow/v1" },
    });
  });

  it("[refusal 67] refuses a tag before it asks anybody, unless --allow-tag", async () => {
    const requests = registry.requests.length;
    const what = ["--type", "cyclonedx", "--predicate", at("sbom.cdx.json")];
    const options = [...what, "--key", at("ours.key"), ...insecure()];
    const { exitCode, err } = await run("attest", `${name}:1`, ...options);
    expect(exitCode).toBe(2);
    expect(err).toContain("a tag may name another image by now");
    expect(registry.requests).toHaveLength(requests);
    expect((await run("attest", `${name}:1`, ...options, "--allow-tag")).exitCode).toBe(0);
  });

  it.each([
    [[], "Say what to attest"],
    [["--predicate", "x.json"], "Say what the file is"],
    [["--predicate", "x.json", "--provenance-from-github"], "Say what to attest"],
  ])("refuses %j", async (options, why) => {
    const { exitCode, err } = await run("attest", image, "--key", "k", ...options);
    expect(exitCode).toBe(2);
    expect(err).toContain(why);
  });
});

describe("[refusal 72] whatever goes wrong, the exit code is not 0", () => {
  const broken: [string, () => string[]][] = [
    ["a service that is not there", () => ["--fulcio-url", "http://127.0.0.1:9"]],
    ["a token for somebody else", () => ["--identity-token", at("foreign")]],
    ["a token file that is missing", () => ["--identity-token", at("none")]],
    ["a configuration that is no JSON", () => ["--signing-config", at("token")]],
    ["a trusted root that is none", () => ["--trusted-root", at("sbom.cdx.json")]],
    ["another instance's trusted root", () => ["--trusted-root", at("other_root.json")]],
    ["a log that answers anything", () => ["--rekor-url", registry.url]],
    ["an authority that answers anything", () => ["--tsa-url", registry.url]],
    ["an address without TLS", () => ["--rekor-url", "http://rekor.example"]],
  ];

  it.each(broken)("%s", async (_what, options) => {
    await writeFile(at("foreign"), createIdentityToken({ aud: "somebody" }));
    const other = await startSigstore();
    await writeFile(at("other_root.json"), JSON.stringify(other.trustedRoot));
    await other.close();
    const base = [
      ...["--keyless", "--signing-config", at("signing_config.json")],
      ...["--identity-token", at("token"), ...insecure()],
    ];
    const what = ["--type", "cyclonedx", "--predicate", at("sbom.cdx.json")];
    for (const command of [["sign"], ["attest", ...what]]) {
      const [verb = "", ...more] = command;
      const { exitCode, out, err } = await run(verb, image, ...more, ...base, ...options());
      expect(exitCode, err).toBeGreaterThan(0);
      expect(out).toBe("");
      expect(err).not.toContain((await readFile(at("token"), "utf8")).split(".")[1]);
    }
  });

  it("a registry that takes no manifest", async () => {
    registry.fail({
      on: new RegExp(`^PUT /v2/acme/shop-${count}/manifests/`),
      kind: "respond",
      status: 403,
    });
    const { exitCode, out } = await run("sign", image, ...keyless());
    expect(exitCode).toBeGreaterThan(0);
    expect(out).toBe("");
  });
});
