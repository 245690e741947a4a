import { inspect } from "node:util";
import { createRegistryClient, parseReference, type RegistryClient } from "@plimsoll/registry";
import { type RegistryServer, startRegistry } from "@plimsoll/test-support/registry";
import {
  createIdentityToken,
  type SigstoreServer,
  startSigstore,
} from "@plimsoll/test-support/sigstore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  attestImage,
  checkIdentityToken,
  customPredicate,
  findIdentityToken,
  generateKeyPair,
  keylessSigner,
  listAttestations,
  loadPrivateKey,
  openKmsKey,
  signImage,
  verifyImage,
} from "../../src/index.ts";
import { createKey } from "../keys.ts";
import { type Loopback, startLoopback } from "../loopback.ts";
import { createMemoryRegistry, manifestType, pushImage } from "../memory-registry.ts";
import { setUpKeyless } from "../sigstore.ts";

// What signing must refuse, by number of the list that this project keeps to.
const app = parseReference("registry.example/lab/app:1");
const predicate = customPredicate("https://acme.example/review/v1", { reviewed: true });
let sigstore: SigstoreServer;
beforeAll(async () => {
  sigstore = await startSigstore();
});
afterAll(() => sigstore.close());

async function failureOf(work: Promise<unknown>): Promise<Error & { code: string }> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error) => error,
  );
}

describe("[refusal 67] a tag", () => {
  it("is not attested unless that is allowed, and then its digest is", async () => {
    const client = createMemoryRegistry();
    const digest = await pushImage(client, app);
    const options = { client, reference: app, signer: createKey(), predicate };
    const writes = client.requests.length;
    expect(await failureOf(attestImage(options))).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(client.requests).toHaveLength(writes);
    expect(await attestImage({ ...options, allowTag: true })).toMatchObject({
      reference: `registry.example/lab/app@${digest}`,
    });
  });

  it("that moves while it is signed changes nothing: it is resolved once", async () => {
    const client = createMemoryRegistry();
    const digest = await pushImage(client, app);
    const key = createKey();
    const signing = signImage({ client, reference: app, key });
    await expect.poll(() => client.requests.some((each) => each.includes(".sig"))).toBe(true);
    const moved = await pushImage(client, app, "other");
    expect((await signing).digest).toBe(digest);
    const trust = await verifyImage({
      client,
      reference: app,
      digest: moved,
      keys: [key.publicKey],
    });
    expect(trust.result).toBe("unsigned");
  });
});

describe("[refusal 68] a secret is in no error, even when the service repeats it", () => {
  let server: Loopback;
  afterEach(() => server.close());
  const secret = createIdentityToken({ jti: "secret" });
  const echo = (status: number) =>
    startLoopback(({ headers, body }) => {
      const sent = `${JSON.stringify(headers)} ${decodeURIComponent(body)}`;
      return { status, body: { message: sent, error_description: sent, errors: [sent] } };
    });

  const cases: Record<string, (url: string, host: string) => Promise<unknown>> = {
    Fulcio: (url) => keylessSigner({ identityToken: secret, fulcioUrl: url }),
    "GitHub's token service": (url) =>
      findIdentityToken({
        env: { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret },
      }),
    Buildkite: (url) =>
      findIdentityToken({
        env: {
          BUILDKITE_AGENT_ENDPOINT: url,
          BUILDKITE_JOB_ID: "1",
          BUILDKITE_AGENT_ACCESS_TOKEN: secret,
        },
      }),
    "AWS KMS": (_url, host) =>
      openKmsKey(`awskms://${host}/alias/x`, {
        env: {
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: "id",
          AWS_SECRET_ACCESS_KEY: "hidden",
          AWS_SESSION_TOKEN: secret,
        },
      }),
    "Google Cloud KMS": (url) =>
      openKmsKey("gcpkms://projects/p/locations/l/keyRings/r/cryptoKeys/k", {
        env: { CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: url, GOOGLE_OAUTH_ACCESS_TOKEN: secret },
      }),
    "Azure Key Vault": (_url, host) =>
      openKmsKey(`azurekms://${host}/x`, { env: { AZURE_ACCESS_TOKEN: secret } }),
    "Microsoft Entra ID": (url, host) =>
      openKmsKey(`azurekms://${host}/x`, {
        env: {
          AZURE_TENANT_ID: "t",
          AZURE_CLIENT_ID: "c",
          AZURE_CLIENT_SECRET: secret,
          AZURE_AUTHORITY_HOST: url,
        },
      }),
    Vault: (url) => openKmsKey("hashivault://x", { env: { VAULT_ADDR: url, VAULT_TOKEN: secret } }),
  };

  it.each(
    Object.keys(cases).flatMap((name) =>
      [400, 403, 500, 200].map((status) => [name, status] as const),
    ),
  )("%s, which answers %i", async (name, status) => {
    server = await echo(status);
    const error = await failureOf(cases[name]!(server.url, server.host));
    expect(server.requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(server.requests)).toContain(secret);
    const [head, payload, signature] = secret.split(".");
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${error.stack}${JSON.stringify(error)}`;
    for (const part of [payload!, `${head}.${payload!.slice(0, 10)}`, signature!]) {
      expect(shown).not.toContain(part);
    }
  });

  it.each(["is cut", "is refused"])("of a connection that %s", async (how) => {
    server = await echo(200);
    const { url } = server;
    await server.close();
    const timed = how === "is cut" ? AbortSignal.abort() : undefined;
    const error = await failureOf(
      keylessSigner({ identityToken: secret, fulcioUrl: url, signal: timed }),
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret.split(".")[1]);
    expect(error.code).toBe(how === "is cut" ? "ABORTED" : "UNREACHABLE");
  });

  it("that is a token which cannot be read, or a passphrase that is wrong", async () => {
    server = await echo(200);
    const broken = secret.replace(".", ".!");
    const error = await failureOf((async () => checkIdentityToken(broken))());
    expect(inspect(error, { depth: 9 })).not.toContain(secret.split(".")[1]);
    const pair = await generateKeyPair({ passphrase: "right" });
    const wrong = await failureOf(loadPrivateKey(pair.privateKey, "wr0ng-passphrase"));
    expect(inspect(wrong, { depth: 9, showHidden: true })).not.toContain("wr0ng-passphrase");
  });
});

describe("[refusal 69] signers that write at the same time", () => {
  let registry: RegistryServer;
  let client: RegistryClient;
  let image: string;
  let digest: string;
  beforeEach(async () => {
    // Without the referrers API: the index under a tag is what they write over.
    registry = await startRegistry({ referrersApi: false });
    client = createRegistryClient({ insecure: [registry.host] });
    image = `${registry.host}/lab/app:1`;
    digest = await pushImage(client, parseReference(image));
  });
  afterEach(async () => {
    await client.close();
    await registry.close();
  });
  const keys = Array.from({ length: 4 }, () => createKey());

  it.each(["classic", "bundle"] as const)("lose no %s signature", async (format) => {
    await Promise.all(
      keys.map((key) => signImage({ client, reference: image, digest, key, format })),
    );
    for (const { publicKey } of keys) {
      const trust = await verifyImage({ client, reference: image, keys: [publicKey] });
      expect(trust.result).toBe("verified");
      expect(trust.signatures).toHaveLength(keys.length);
    }
  });

  it.each(["classic", "bundle"] as const)("lose no %s attestation", async (format) => {
    await Promise.all(
      keys.map((signer) =>
        attestImage({ client, reference: image, digest, signer, predicate, format }),
      ),
    );
    const { attestations } = await listAttestations({
      ...{ client, reference: image, digest },
      keys: keys.map(({ publicKey }) => publicKey),
      wants: () => true,
    });
    const signers = attestations.map(({ keyId }) => keyId);
    expect(new Set(signers)).toEqual(new Set(keys.map(({ publicKey }) => publicKey.keyId)));
  });

  it("put back a bundle that somebody overwrites with an index of before", async () => {
    const tag = parseReference(`${registry.host}/lab/app:${digest.replace(":", "-")}`);
    const [key] = keys;
    const signing = signImage({ client, reference: image, digest, key: key!, format: "bundle" });
    await expect
      .poll(() =>
        registry.requests.some(({ method, path }) => method === "PUT" && path.endsWith(tag.tag!)),
      )
      .toBe(true);
    const theirs = { mediaType: manifestType, digest: `sha256:${"a".repeat(64)}`, size: 1 };
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const index = { schemaVersion: 2, mediaType, manifests: [theirs] };
    await client.putManifest(tag, Buffer.from(JSON.stringify(index)), mediaType);
    const { signatureDigest } = await signing;
    const { json } = await client.getManifest(tag);
    const digests = (json.manifests as { digest: string }[]).map((entry) => entry.digest);
    expect(digests).toEqual([theirs.digest, signatureDigest]);
  });
});

describe("[refusal 70] a signature that does not verify", () => {
  it.each(["classic", "bundle"] as const)(
    "is not pushed as %s: the halves of the key differ",
    async (format) => {
      const client = createMemoryRegistry();
      const digest = await pushImage(client, app);
      const writes = () => client.requests.filter((each) => each.startsWith("put")).length;
      const before = writes();
      const mixed = { keyObject: createKey().keyObject, publicKey: createKey().publicKey };
      const sign = signImage({ client, reference: app, key: mixed, format });
      expect(await failureOf(sign)).toMatchObject({ code: "SIGNATURE_INVALID" });
      const attest = attestImage({
        client,
        reference: app,
        digest,
        signer: mixed,
        predicate,
        format,
      });
      expect(await failureOf(attest)).toMatchObject({ code: "SIGNATURE_INVALID" });
      expect(writes()).toBe(before);
    },
  );

  it.each(["classic", "bundle"] as const)(
    "is not pushed as %s: another certificate authority than the trusted one",
    async (format) => {
      const client = createMemoryRegistry();
      await pushImage(client, app);
      const before = client.requests.filter((each) => each.startsWith("put")).length;
      const other = await startSigstore();
      try {
        const setup = await setUpKeyless(other);
        const trustedRoots = [sigstore.trustedRoot];
        const sign = signImage({ client, reference: app, ...setup, trustedRoots, format });
        expect(await failureOf(sign)).toMatchObject({ code: "SIGNATURE_INVALID" });
        expect(client.requests.filter((each) => each.startsWith("put"))).toHaveLength(before);
      } finally {
        await other.close();
      }
    },
  );
});

describe("[refusal 71] an identity token", () => {
  const now = Math.floor(Date.now() / 1000);
  it.each([
    ["for another audience", { aud: "https://github.com/octo" }, "audience"],
    ["for no audience", { aud: undefined }, "audience"],
    ["for audiences without ours", { aud: ["sts.amazonaws.com", "sigstore.example"] }, "audience"],
    ["that has expired", { exp: now - 1 }, "has expired"],
    ["that expires while the certificate is asked for", { exp: now + 2 }, "has expired"],
    ["that never expires", { exp: undefined }, "until when"],
    ["that is not valid yet", { nbf: now + 600 }, "not valid yet"],
    ["without a subject", { sub: undefined }, "whom it is for"],
    ["of an issuer without TLS", { iss: "http://169.254.169.254/latest" }, "issuer"],
    ["of an issuer that is a file", { iss: "file:///etc/passwd" }, "issuer"],
  ])("%s is refused before anybody sees it", async (_what, claims, why) => {
    const identityToken = createIdentityToken(claims);
    const before = sigstore.requests.length;
    const error = await failureOf(keylessSigner({ identityToken, fulcioUrl: sigstore.url }));
    expect(error).toMatchObject({ code: "KEY_INVALID", message: expect.stringContaining(why) });
    expect(sigstore.requests).toHaveLength(before);
  });

  it("makes us ask nothing of the issuer that it names", async () => {
    const issuer = await startLoopback(() => ({ body: {} }));
    try {
      const identityToken = createIdentityToken({ iss: `https://${issuer.host}` });
      await keylessSigner({ identityToken, fulcioUrl: sigstore.url });
      expect(issuer.requests).toEqual([]);
    } finally {
      await issuer.close();
    }
  });

  it("is sent to no service without TLS but on loopback", async () => {
    const identityToken = createIdentityToken();
    for (const fulcioUrl of ["http://fulcio.example", "http://localhost.example", "ftp://x"]) {
      expect(await failureOf(keylessSigner({ identityToken, fulcioUrl }))).toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
  });
});
