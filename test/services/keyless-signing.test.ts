import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import {
  attestImage,
  generateKeyPair,
  keylessSigner,
  loadPrivateKey,
  readPredicate,
  readSigningConfig,
  type SigningFormat,
  signImage,
  slsaProvenanceFromGitHub,
  verifyImage,
} from "@plimsoll/sign";
import { type RegistryServer, startRegistry } from "@plimsoll/test-support/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
  workflowIdentity,
  workflowIssuer,
} from "@plimsoll/test-support/sigstore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWith } from "../../packages/plimsoll/test/cli/test-io.ts";

// The oracles are the real cosign 3 and 2, over a registry in memory and a Sigstore on loopback: what we
// sign and attest without a key, they verify, and refuse for another identity.
const cosigns = [
  { version: 3, path: process.env.PLIMSOLL_TEST_COSIGN },
  { version: 2, path: process.env.PLIMSOLL_TEST_COSIGN2 },
];
if (cosigns.some(({ path }) => path === undefined)) {
  console.log(
    "Skipped, at least in part: keyless signing needs PLIMSOLL_TEST_COSIGN (path of cosign 3) and PLIMSOLL_TEST_COSIGN2 (of cosign 2).",
  );
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
let folder: string;
let registry: RegistryServer;
let client: RegistryClient;
let sigstore: SigstoreServer;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-keyless-"));
  registry = await startRegistry();
  client = createRegistryClient({ insecure: [registry.host] });
  sigstore = await startSigstore();
  await describeSigstore(sigstore);
});

afterAll(async () => {
  await client.close();
  await registry.close();
  await sigstore.close();
  await rm(folder, { recursive: true, force: true });
});

/** The files and keys that cosign wants to know a Sigstore by. */
async function describeSigstore(server: SigstoreServer): Promise<void> {
  const { trustedRoot, log, certificateLog, authority, timestampAuthority: tsa } = server;
  const pem = (label: string, der: Uint8Array) =>
    `-----BEGIN ${label}-----\n${Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g)!
      .join("\n")}\n-----END ${label}-----\n`;
  const spki = { type: "spki", format: "pem" } as const;
  const files = {
    "trusted_root.json": JSON.stringify(trustedRoot),
    "signing_config.json": JSON.stringify(server.signingConfig),
    "rekor.pub": log.publicKey.export(spki),
    "ctfe.pub": certificateLog.publicKey.export(spki),
    "fulcio.pem": pem("CERTIFICATE", authority.intermediate) + pem("CERTIFICATE", authority.root),
    "tsa.pem": pem("CERTIFICATE", tsa.certificate) + pem("CERTIFICATE", tsa.root),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

interface Outcome {
  ok: boolean;
  output: string;
}

async function run(path: string, ...parameters: string[]): Promise<Outcome> {
  const at = (name: string) => join(folder, name);
  const env = {
    HOME: folder,
    NO_PROXY: "127.0.0.1,localhost",
    PATH: "/usr/bin",
    SIGSTORE_ROOT_FILE: at("fulcio.pem"),
    SIGSTORE_REKOR_PUBLIC_KEY: at("rekor.pub"),
    SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: at("ctfe.pub"),
    SIGSTORE_TSA_CERTIFICATE_FILE: at("tsa.pem"),
  };
  try {
    const options = { cwd: folder, timeout: 60_000, env };
    const { stdout, stderr } = await promisify(execFile)(path, parameters, options);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { ok: false, output: `${stdout}${stderr}` };
  }
}

async function pushImage(): Promise<{ image: string; digest: string }> {
  count += 1;
  const name = `${registry.host}/plimsoll/keyless-${count}`;
  const reference = parseReference(`${name}:1`);
  const rootfs = { type: "layers", diff_ids: [] };
  const configuration = {
    architecture: "amd64",
    os: "linux",
    config: { Labels: { name } },
    rootfs,
  };
  const config = await client.putBlob(reference, Buffer.from(JSON.stringify(configuration)));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
    layers: [],
  });
  const { digest } = await client.putManifest(reference, Buffer.from(manifest), manifestType);
  return { image: `${name}@${digest}`, digest };
}

async function keyless() {
  const services = readSigningConfig(sigstore.signingConfig);
  const signer = await keylessSigner({
    identityToken: createIdentityToken(),
    fulcioUrl: services.fulcioUrl!,
  });
  return { signer, ...services, trustedRoots: [sigstore.trustedRoot] };
}

/** How each version is told which format to look for, and whom to trust. */
function trustFlags(version: number, format: SigningFormat): string[] {
  const flags = ["--allow-http-registry", "--offline"];
  if (version === 3) {
    const bundle = `--new-bundle-format=${format === "bundle"}`;
    return [...flags, bundle, "--trusted-root", "trusted_root.json"];
  }
  return [...flags, "--use-signed-timestamps"];
}

/** How each version is told whom to ask when it signs. */
function signingFlags(version: number, format: SigningFormat): string[] {
  const flags = ["--allow-http-registry", "--yes", "--identity-token", createIdentityToken()];
  if (format === "bundle") {
    const services = ["--signing-config", "signing_config.json"];
    return [...flags, ...services, "--trusted-root", "trusted_root.json"];
  }
  if (version === 3) flags.push("--new-bundle-format=false", "--use-signing-config=false");
  const { fulcioUrl, tlog, tsa } = readSigningConfig(sigstore.signingConfig);
  return [
    ...[...flags, "--fulcio-url", fulcioUrl!, "--rekor-url", tlog[0]!.url],
    ...["--timestamp-server-url", tsa[0]!],
  ];
}

const identityFlags = (identity: string) => [
  ...["--certificate-identity", identity],
  ...["--certificate-oidc-issuer", workflowIssuer],
];

const cases = cosigns.flatMap(({ version, path }) =>
  (["classic", "bundle"] as const)
    // cosign 2 keeps no bundles in registries.
    .filter((format) => version === 3 || format === "classic")
    .map((format) => ({ version, path, format })),
);

for (const { version, path, format } of cases) {
  describe.skipIf(path === undefined)(`cosign ${version}, in the format ${format}`, () => {
    const trust = trustFlags(version, format);

    it("verifies what we sign without a key, and refuses another identity", async () => {
      const { image } = await pushImage();
      await signImage({ client, reference: image, ...(await keyless()), format });
      const good = await run(path!, "verify", ...trust, ...identityFlags(workflowIdentity), image);
      expect(good, good.output).toMatchObject({ ok: true });
      const bad = await run(
        path!,
        "verify",
        ...trust,
        ...identityFlags("https://x.example"),
        image,
      );
      expect(bad.ok, bad.output).toBe(false);
    });

    it("signs without a key what we verify, for its identity alone", async () => {
      const { image, digest } = await pushImage();
      const outcome = await run(path!, "sign", ...signingFlags(version, format), image);
      expect(outcome, outcome.output).toMatchObject({ ok: true });
      const verify = (subject: string, trustedRoot: unknown = sigstore.trustedRoot) =>
        verifyImage({
          client,
          reference: image,
          sigstore: {
            trustedRoots: [trustedRoot],
            identities: [{ issuer: workflowIssuer, subject }],
          },
        });
      const trust = await verify(workflowIdentity);
      const expected = { result: "verified", digest };
      expect(trust, JSON.stringify(trust.signatures, null, 1)).toMatchObject(expected);
      expect(trust.signatures[0]?.signer?.name).toBe(workflowIdentity);
      expect((await verify("https://x.example")).result).toBe("failed");
    });

    it("verifies our provenance from GitHub without a key", async () => {
      const { image } = await pushImage();
      const predicate = slsaProvenanceFromGitHub({
        env: { GITHUB_SERVER_URL: "https://github.com" },
        identityToken: createIdentityToken(),
      });
      await attestImage({ client, reference: image, predicate, format, ...(await keyless()) });
      const verify = (type: string) =>
        run(
          ...[path!, "verify-attestation", ...trust, ...identityFlags(workflowIdentity)],
          ...["--type", type, image],
        );
      const good = await verify("slsaprovenance1");
      expect(good, good.output).toMatchObject({ ok: true });
      const other = await verify("spdxjson");
      expect(other.ok, other.output).toBe(false);
    });

    it.each([
      ["cyclonedx", "cyclonedx", { bomFormat: "CycloneDX", specVersion: "1.6" }],
      ["spdx", "spdxjson", { spdxVersion: "SPDX-2.3", name: "app" }],
      ["custom", "custom", { reviewed: true }],
      ["https://acme.example/review/v1", "https://acme.example/review/v1", { reviewed: true }],
    ])("verifies an attestation of the type %s by a key", async (ours, theirs, document) => {
      const { image } = await pushImage();
      const pair = await generateKeyPair();
      const file = `key-${count}.pub`;
      await writeFile(join(folder, file), pair.publicKey);
      const signer = await loadPrivateKey(pair.privateKey);
      const predicate = readPredicate(ours, document);
      await attestImage({ client, reference: image, signer, predicate, format });
      const outcome = await run(
        ...[path!, "verify-attestation", "--key", file, "--insecure-ignore-tlog=true"],
        ...["--allow-http-registry", "--type", theirs],
        ...(version === 3 ? [`--new-bundle-format=${format === "bundle"}`] : []),
        image,
      );
      expect(outcome, outcome.output).toMatchObject({ ok: true });
    });
  });
}

describe.skipIf(cosigns[0]?.path === undefined)("cosign 3", () => {
  it("verifies what we record in Rekor 2, with a timestamp", async () => {
    const second = await startSigstore({ rekor: 2 });
    try {
      await writeFile(join(folder, "rekor2_root.json"), JSON.stringify(second.trustedRoot));
      const services = readSigningConfig(second.signingConfig);
      const signer = await keylessSigner({
        identityToken: createIdentityToken(),
        fulcioUrl: services.fulcioUrl!,
      });
      const { image } = await pushImage();
      const trustedRoots = [second.trustedRoot];
      await signImage({ client, reference: image, signer, ...services, trustedRoots });
      const outcome = await run(
        ...[cosigns[0]!.path!, "verify", "--allow-http-registry", "--new-bundle-format=true"],
        ...["--trusted-root", "rekor2_root.json", "--use-signed-timestamps"],
        ...identityFlags(workflowIdentity),
        image,
      );
      expect(outcome, outcome.output).toMatchObject({ ok: true });
    } finally {
      await second.close();
    }
  });
});

describe.skipIf(cosigns[0]?.path === undefined)(
  "docs/how-to/sign-keyless-in-github-actions.md",
  () => {
    const page = readFileSync(
      new URL("../../docs/how-to/sign-keyless-in-github-actions.md", import.meta.url),
      "utf8",
    );
    const identity = "https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/v1.4.0";

    /** The page's command lines of a program, with lines that go on joined, as lists of arguments. */
    function commandsOf(program: string, image: string): string[][] {
      // Every other part between fences is code.
      const blocks = page.split("```").filter((_part, index) => index % 2 === 1);
      return blocks
        .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
        .map((line) => line.trim())
        .filter((line) => line.startsWith(`${program} `))
        .map((line) =>
          (line.match(/"[^"]*"|\S+/g) ?? [])
            .slice(1)
            .map((word) => word.replaceAll('"', "").replace("$IMAGE", image)),
        );
    }

    it("has commands that work as they stand, here with a Sigstore on loopback", async () => {
      const { image, digest } = await pushImage();
      const services = join(folder, "signing_config.json");
      await writeFile(services, JSON.stringify(sigstore.signingConfig));
      const tokens = await startTokens({
        job_workflow_ref: identity.replace("https://github.com/", ""),
      });
      const env = {
        GITHUB_ACTIONS: "true",
        ACTIONS_ID_TOKEN_REQUEST_URL: tokens.url,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job",
      };
      const root = ["--trusted-root", join(folder, "trusted_root.json")];
      const commands = commandsOf("plimsoll", image);
      expect(commands.map(([name]) => name)).toEqual([
        "sign",
        "attest",
        "sbom",
        "attest",
        "verify",
      ]);
      const cwd = process.cwd();
      try {
        process.chdir(folder);
        for (const [name, ...rest] of commands) {
          const added =
            name === "sbom"
              ? []
              : name === "verify"
                ? root
                : [...root, "--signing-config", services];
          const ran = await runWith(
            ...[env, name!, ...rest, ...added, "--insecure", registry.host],
          );
          expect(ran.exitCode, `${name} ${rest.join(" ")}: ${ran.out}${ran.err}`).toBe(0);
          if (name === "sign") expect(ran.out).toBe(`signed ${digest}\n`);
        }
      } finally {
        process.chdir(cwd);
        await tokens.close();
      }
      for (const command of commandsOf("cosign", image)) {
        const trust = ["--allow-http-registry", "--trusted-root", "trusted_root.json"];
        const outcome = await run(cosigns[0]!.path!, ...command, ...trust);
        expect(outcome, outcome.output).toMatchObject({ ok: true });
      }
    });
  },
);

/** GitHub's token service, for a job of that workflow. */
async function startTokens(claims: Record<string, string>) {
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ value: createIdentityToken(claims) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}/token?api-version=2.0`, close };
}
